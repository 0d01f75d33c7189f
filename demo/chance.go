package demo

import "math/rand/v2"

// option is one of several outcomes, with its weight.
type option[T any] struct {
	value  T
	weight int
}

// choose draws one outcome by weight; ok is false when nothing has any.
func choose[T any](r *rand.Rand, options []option[T]) (value T, ok bool) {
	total := 0
	for _, o := range options {
		total += o.weight
	}
	if total <= 0 {
		return value, false
	}
	n := r.IntN(total)
	for _, o := range options {
		if n < o.weight {
			return o.value, true
		}
		n -= o.weight
	}
	return value, false
}

// oneIn is true once in n times.
func oneIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

// perMille is true n times in a thousand.
func perMille(r *rand.Rand, n int) bool { return r.IntN(1000) < n }

// between draws from a to b, both included.
func between(r *rand.Rand, a, b int) int { return a + r.IntN(b-a+1) }

// pick draws one element.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
