package exact_test

import (
	"testing"

	"huying/internal/kernel/exact"
)

func TestPrint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value  exact.Value
		places int
		want   string
	}{
		{exact.Int(100), 0, "100"},
		{exact.Int(100), 3, "100.000"},
		{exact.Must("45.9"), 2, "45.90"},
		{exact.Must("0.0125"), 2, "0.0125"},
		{exact.Must("-58.98"), 3, "−58.980"},
		{exact.Int(-4), 0, "−4"},
		{exact.Ratio(1, 3), 2, "0.33"},
		{exact.Ratio(-2, 3), 1, "−0.7"},
		{exact.Value{}, 2, "0.00"},
	} {
		if got := c.value.Print(c.places); got != c.want {
			t.Errorf("%s to %d places prints %q, want %q", c.value, c.places, got, c.want)
		}
	}
}
