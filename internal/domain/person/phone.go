package person

import (
	"strings"

	"huying/internal/kernel/errs"
)

var errPhone = errs.New(errs.Invalid, "person.phone",
	"this is no telephone number: expected a mobile number of 11 digits, a landline with its area code, or + and a country code",
	"电话号码不正确：应为 11 位手机号、带区号的固定电话，或以 + 开头的境外号码")

// NormalPhone returns the one form of a telephone number: 13812345678,
// 0570-3012345, 0570-3012345-801 with an extension, 3012345 where the area
// code is not said, +85212345678 from abroad. Error: Invalid "person.phone".
func NormalPhone(text string) (string, error) {
	number, extension := cutExtension(strings.Map(Fold, strings.TrimSpace(text)))
	abroad := strings.HasPrefix(strings.TrimLeft(number, " ("), "+")
	number = strings.TrimPrefix(compact(number), "+")
	if !digits(number) {
		return "", errPhone
	}
	number, home := strings.CutPrefix(number, countryCode(number, abroad))
	if home && abroad && number != "" && number[0] != '1' && number[0] != '0' {
		number = "0" + number // +86 570 … leaves the zero of the area code out
	}
	switch {
	case extension != "" && !extends(number):
		return "", errPhone
	case IsMobile(number):
		return number, nil
	case IsLandline(number):
		area := areaLength(number)
		return number[:area] + "-" + number[area:] + extension, nil
	case abroad && !home && len(number) >= 7 && len(number) <= 15:
		return "+" + number, nil
	case !abroad && local(number):
		return number + extension, nil
	}
	return "", errPhone
}

// extends reports whether an exchange may stand behind the number.
func extends(number string) bool {
	return IsLandline(number) || len(number) >= 7 && local(number)
}

// countryCode is the part of a number that says China.
func countryCode(number string, plus bool) string {
	switch {
	case strings.HasPrefix(number, "0086"):
		return "0086"
	case plus && strings.HasPrefix(number, "86"):
		return "86"
	case strings.HasPrefix(number, "86") && IsMobile(number[2:]):
		return "86"
	}
	return "-" // no number begins so
}

// cutExtension parts a number from the extension that is named after it, and
// gives that with a dash before it.
func cutExtension(text string) (number, extension string) {
	lower := strings.ToLower(text)
	for _, mark := range []string{"转", "分机", "ext.", "ext", "x", "#"} {
		before, after, found := strings.Cut(lower, mark)
		if !found {
			continue
		}
		if after = strings.TrimLeft(compact(after), "转分机:"); digits(after) && len(after) <= 6 {
			return before, "-" + after
		}
	}
	// 0570-3012345-801
	if i := strings.LastIndexByte(lower, '-'); i > 0 && len(lower)-i-1 <= 6 && digits(lower[i+1:]) && extends(compact(lower[:i])) {
		return lower[:i], lower[i:]
	}
	return text, ""
}

// IsMobile reports whether the digits are a mobile number of the mainland.
func IsMobile(number string) bool {
	return len(number) == 11 && number[0] == '1' && number[1] >= '3' && digits(number)
}

// IsLandline reports whether the digits are an area code and a number.
func IsLandline(number string) bool {
	if len(number) < 10 || len(number) > 12 || number[0] != '0' || !digits(number) {
		return false
	}
	rest := number[areaLength(number):]
	return number[1] != '0' && (len(rest) == 7 || len(rest) == 8) && rest[0] >= '2'
}

// areaLength is the length of the area code: 010 and 02x have three digits,
// the others four.
func areaLength(number string) int {
	if number[1] == '1' || number[1] == '2' {
		return 3
	}
	return 4
}

// local reports whether the digits are a number without an area code, a
// service number (95xxx, 12345), or one that costs the caller nothing (400, 800).
func local(number string) bool {
	switch len(number) {
	case 5, 6:
		return number[0] == '1' || number[0] == '9'
	case 7, 8:
		return number[0] >= '2'
	case 10:
		return number[:3] == "400" || number[:3] == "800"
	}
	return false
}
