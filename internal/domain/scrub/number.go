package scrub

import (
	"strings"
	"unicode"

	"huying/internal/domain/person"
)

func fold(r rune) rune {
	r = person.Fold(r)
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	return r
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// group is digits that stand together, from one sign up to another.
type group struct {
	digits   string
	from, to int // signs
}

// gap is how many signs may part two groups of one number: "138 - 1234".
const gap = 3

// numbers finds numbers in runs of groups of digits. A number begins where a
// group begins and ends where one ends: a part of a longer number, such as a
// case number, is none.
func numbers(signs []sign) []Finding {
	var found []Finding
	for i := 0; i < len(signs); {
		run, next := runAt(signs, i)
		for from := range run {
			found = append(found, numbersFrom(signs, run[from:])...)
		}
		i = max(next, i+1)
	}
	return found
}

// runAt reads the groups of digits that stand from a sign on with no more
// between them than people write inside a number.
func runAt(signs []sign, i int) (run []group, next int) {
	for i < len(signs) && isDigit(signs[i].r) {
		g := group{from: i}
		var b strings.Builder
		for ; i < len(signs) && isDigit(signs[i].r); i++ {
			b.WriteRune(signs[i].r)
		}
		g.digits, g.to = b.String(), i
		run = append(run, g)
		next = i
		i = pass(signs, i)
	}
	return run, next
}

// pass steps over the signs that may stand inside a number.
func pass(signs []sign, i int) int {
	for n := 0; n < gap && i < len(signs) && person.Joins(signs[i].r); n++ {
		i++
	}
	return i
}

// longestNumber is that of a bank card, with a country code to spare.
const longestNumber = 19

// numbersFrom finds the numbers that begin with the first group of a run.
func numbersFrom(signs []sign, run []group) []Finding {
	var found []Finding
	var digits string
	for _, g := range run {
		if digits += g.digits; len(digits) > longestNumber {
			break
		}
		kind, to := endsInX(signs, digits, g.to) // first: its digits may pass for a card's
		if kind == "" {
			kind, to = kindOf(digits), g.to
		}
		if kind != "" {
			found = append(found, Finding{kind, signs[run[0].from].start, signs[to-1].end})
		}
	}
	return found
}

// kindOf tells what a number is, "" for one that is nobody's.
func kindOf(digits string) Kind {
	switch n := len(digits); {
	case n == 18 && person.IsIDNumber(digits):
		return IDNumber
	case n >= 16 && n <= longestNumber && luhn(digits):
		return BankCard
	}
	for _, abroad := range []string{"", "86", "0086"} {
		if number, ok := strings.CutPrefix(digits, abroad); ok && (person.IsMobile(number) || person.IsLandline(number)) {
			return Phone
		}
	}
	return ""
}

// endsInX reads an identity number whose check character is X.
func endsInX(signs []sign, digits string, to int) (Kind, int) {
	if len(digits) != 17 {
		return "", to
	}
	x := pass(signs, to)
	if x == len(signs) || signs[x].r != 'X' || !person.IsIDNumber(digits+"X") {
		return "", to
	}
	return IDNumber, x + 1
}

// luhn reports whether the check digit of a card number fits (ISO/IEC 7812).
func luhn(digits string) bool {
	sum, double := 0, false
	for i := len(digits) - 1; i >= 0; i-- {
		d := int(digits[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		double = !double
		sum += d
	}
	return digits[0] != '0' && sum%10 == 0
}

// letterOrDigit reports whether a sign could go on with a plate.
func letterOrDigit(r rune) bool {
	return r < unicode.MaxASCII && (isDigit(r) || r >= 'A' && r <= 'Z')
}
