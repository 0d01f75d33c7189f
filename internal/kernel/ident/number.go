package ident

import (
	"fmt"
	"strconv"
	"time"

	"huying/internal/kernel/errs"
)

// CaseNumber 工单编号 is what people read aloud: region (6), day (8), channel
// (1), sequence of that day and channel (5) and a Luhn check digit, 21 digits.
// It holds no name or phone (domain.md §2, Number). Imported cases keep the
// number of the system they come from.
type CaseNumber string

const maxSequence = 99999

// NewCaseNumber builds a number; day is the local day of receipt. Error:
// Invalid, code "case.number", when the sequence of the day is used up or a
// part is malformed.
func NewCaseNumber(region RegionCode, day time.Time, channelDigit, sequence int) (CaseNumber, error) {
	body := fmt.Sprintf("%s%s%d%05d", region, day.Format("20060102"), channelDigit, sequence)
	n := CaseNumber(fmt.Sprintf("%s%d", body, luhn(body)))
	if len(region) != 6 || channelDigit < 0 || channelDigit > 9 || sequence < 1 || sequence > maxSequence || !n.Check() {
		return "", errs.New(errs.Invalid, "case.number",
			fmt.Sprintf("no case number can be made for region %q, channel %d, sequence %d", region, channelDigit, sequence),
			"无法生成工单编号")
	}
	return n, nil
}

// Leg names one leg of the case: the number, a dash and its sequence, "…-01".
func (n CaseNumber) Leg(seq int) string { return fmt.Sprintf("%s-%02d", n, seq) }

// Check reports whether n is a well-formed number of this platform.
func (n CaseNumber) Check() bool {
	if len(n) != 21 {
		return false
	}
	for _, c := range n {
		if c < '0' || c > '9' {
			return false
		}
	}
	return luhn(string(n[:20])) == int(n[20]-'0')
}

// Place is where a number of this platform stands: its region, its day as
// yyyyMMdd, the digit of its channel and the sequence within. ok is false for
// a number of another system.
func (n CaseNumber) Place() (region RegionCode, day string, channelDigit, sequence int, ok bool) {
	if !n.Check() {
		return "", "", 0, 0, false
	}
	sequence, err := strconv.Atoi(string(n[15:20]))
	return RegionCode(n[:6]), string(n[6:14]), int(n[14] - '0'), sequence, err == nil
}

// luhn returns the check digit that makes the digits followed by it sum to a
// multiple of ten, every second one from the right doubled.
func luhn(digits string) int {
	sum, double := 0, true
	for i := len(digits) - 1; i >= 0; i-- {
		d := int(digits[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return (10 - sum%10) % 10
}
