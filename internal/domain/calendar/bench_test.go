package calendar_test

import (
	"testing"
	"time"

	"huying/internal/domain/calendar"
)

func BenchmarkNew(b *testing.B) {
	spec := calendar.China()
	for b.Loop() {
		if _, err := calendar.New(spec); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddWorkdays(b *testing.B) {
	c, from := china(b), day(b, "2019-09-27")
	b.ReportAllocs()
	for b.Loop() {
		c.AddWorkdays(from, 15)
	}
}

func BenchmarkAddWorktime(b *testing.B) {
	c, from := china(b), at(b, "2019-09-27 16:20")
	b.ReportAllocs()
	for b.Loop() {
		c.AddWorktime(from, 40*time.Hour)
	}
}

func BenchmarkWorktime(b *testing.B) {
	c, from, to := china(b), at(b, "2019-09-27 16:20"), at(b, "2019-12-27 16:20")
	b.ReportAllocs()
	for b.Loop() {
		c.Worktime(from, to)
	}
}
