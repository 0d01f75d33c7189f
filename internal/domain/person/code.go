package person

import (
	"strings"
	"time"

	"huying/internal/kernel/errs"
)

var (
	errIDNumber = errs.New(errs.Invalid, "person.id_number",
		"this is no identity number: expected 18 characters whose check character fits, or the number of a passport or permit",
		"证件号码不正确：应为校验位相符的 18 位公民身份号码，或护照、通行证号码")
	errCreditCode = errs.New(errs.Invalid, "person.credit_code",
		"this is no credit code: expected 18 characters whose check character fits", "统一社会信用代码不正确：应为校验位相符的 18 位代码")
)

// NormalIDNumber returns the one form of an identity number: capitals, no
// signs between. A number of 18 characters must be a citizen's and check; a
// shorter one with a letter in it, or of 8 digits, is taken for a passport or
// permit. Error: Invalid "person.id_number".
func NormalIDNumber(text string) (string, error) {
	n := compact(text)
	const permit, shortest, longest = 8, 6, 17
	switch {
	case IsIDNumber(n), len(n) == permit && digits(n):
		return n, nil
	case len(n) >= shortest && len(n) <= longest && !digits(n) && strings.Trim(n, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		return n, nil
	}
	return "", errIDNumber
}

// IsIDNumber reports whether the text is a citizen's identity number in its
// normal form: a province, a date of birth, and the check character of
// GB 11643 (ISO 7064 MOD 11-2).
func IsIDNumber(n string) bool {
	if len(n) != 18 || !digits(n[:17]) || !strings.Contains(provinces, n[:2]+" ") {
		return false
	}
	born, err := time.Parse("20060102", n[6:14])
	if err != nil || born.Year() < 1850 {
		return false
	}
	return n[17] == idCheck(n)
}

// provinces are the first two digits that identity numbers begin with, those
// of residents from Hong Kong, Macao and Taiwan and of foreigners included.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 "

// idCheck is the check character over the first 17 digits.
func idCheck(n string) byte {
	const marks = "10X98765432"
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(n[i]-'0') * weight
	}
	return marks[sum%11]
}

// NormalCreditCode returns the one form of a unified social credit code.
// Error: Invalid "person.credit_code".
func NormalCreditCode(text string) (string, error) {
	if n := compact(text); IsCreditCode(n) {
		return n, nil
	}
	return "", errCreditCode
}

// creditAlphabet has no letter that is mistaken for a digit.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// IsCreditCode reports whether the text is a unified social credit code in its
// normal form, with the check character of GB 32100.
func IsCreditCode(n string) bool {
	if len(n) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditAlphabet, n[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % len(creditAlphabet)
	}
	check := (len(creditAlphabet) - sum%len(creditAlphabet)) % len(creditAlphabet)
	return n[17] == creditAlphabet[check]
}
