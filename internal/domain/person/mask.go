package person

import (
	"strings"
	"unicode/utf8"
)

// Masked returns the person as anybody who may see the case may see it: known
// fields can be told apart, and nobody be called or found by them.
func (p Person) Masked() Person {
	for _, f := range Fields() {
		p = p.With(f, Mask(f, p.Get(f)))
	}
	return p
}

// Mask hides a field: 张*, 138****1234, 3308**********1234, an address from
// the house on. What is empty stays so.
func Mask(f Field, value string) string {
	if value == "" {
		return ""
	}
	switch f {
	case Name:
		return maskName(value)
	case Phone, Phone2:
		return maskPhone(value)
	case IDNumber:
		if IsIDNumber(value) {
			return keepEnds(value, 4, 4)
		}
		return keepEnds(value, 1, 2)
	case Address:
		return maskAddress(value)
	case Company:
		return beginning(value, 2) + hidden
	case CreditCode:
		return keepEnds(value, 2, 2)
	}
	return hidden
}

// hidden stands for a part whose length is not told.
const hidden = "***"

// maskName keeps the first character; that of a name of one is hidden too.
func maskName(name string) string {
	n := utf8.RuneCountInString(name)
	if n == 1 {
		return "*"
	}
	return beginning(name, 1) + strings.Repeat("*", min(n-1, 2))
}

// maskPhone keeps the first three digits of a mobile number or the area code,
// and the last four; of shorter numbers the last two.
func maskPhone(number string) string {
	area, rest, landline := strings.Cut(number, "-")
	switch {
	case IsMobile(number):
		return keepEnds(number, 3, 4)
	case landline && strings.HasPrefix(area, "0"):
		rest, _, _ = strings.Cut(rest, "-")
		return area + "-" + keepEnds(rest, 0, 3)
	}
	return keepEnds(number, 0, 2)
}

// maskAddress keeps what comes before the first house: up to the end of the
// first street, or of the last division where no street is named. Digits of
// what is kept are hidden.
func maskAddress(address string) string {
	end := 0
	for _, mark := range []string{"街道", "大道", "镇", "乡", "路", "街", "巷", "弄"} {
		if i := strings.Index(address, mark); i >= 0 && (end == 0 || i+len(mark) < end) {
			end = i + len(mark)
		}
	}
	if strings.HasPrefix(address[end:], "道") && strings.HasSuffix(address[:end], "街") {
		end += len("道") // 街 is found before 街道
	}
	if end == 0 {
		end = lastDivision(address)
	}
	kept := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '*'
		}
		return r
	}, address[:end])
	return kept + hidden
}

// lastDivision is where the name of the last division ends; a 小区 is none.
func lastDivision(address string) int {
	end := 0
	for _, mark := range []string{"省", "市", "县", "区"} {
		i := strings.LastIndex(address, mark)
		if i < 0 || strings.HasSuffix(address[:i], "小") || strings.HasSuffix(address[:i], "社") {
			continue
		}
		end = max(end, i+len(mark))
	}
	return end
}

// keepEnds hides all characters but some at the beginning and at the end; too
// short a text is hidden whole.
func keepEnds(text string, head, tail int) string {
	runes := []rune(text)
	if len(runes) <= head+tail {
		return strings.Repeat("*", len(runes))
	}
	for i := head; i < len(runes)-tail; i++ {
		runes[i] = '*'
	}
	return string(runes)
}

// beginning is the first n characters.
func beginning(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
