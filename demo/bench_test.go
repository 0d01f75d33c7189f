package demo

import "testing"

func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		if _, err := Plan(Seed); err != nil {
			b.Fatal(err)
		}
	}
}
