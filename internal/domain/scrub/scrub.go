package scrub

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind 敏感信息类别 is what was found.
type Kind string

// What is found.
const (
	Phone    Kind = "phone"
	IDNumber Kind = "id_number"
	BankCard Kind = "bank_card"
	Plate    Kind = "plate"
)

// labels stand in a text for what was taken out. They hold no digit or
// letter, so that nothing is found in a text that was scrubbed.
var labels = map[Kind]struct{ zh, en string }{
	Phone:    {"电话号码", "telephone number"},
	IDNumber: {"证件号码", "identity number"},
	BankCard: {"银行卡号", "bank card number"},
	Plate:    {"车牌号码", "number plate"},
}

// Kinds lists what is looked for.
func Kinds() []Kind { return []Kind{Phone, IDNumber, BankCard, Plate} }

// Chinese returns the printed name.
func (k Kind) Chinese() string { return labels[k].zh }

// English returns the printed name.
func (k Kind) English() string { return labels[k].en }

// Finding 敏感信息 is a part of a text, by its bytes from Start up to End. It
// does not hold what it found.
type Finding struct {
	Kind  Kind
	Start int
	End   int
}

// Find returns what gives a person away, in the order of the text and apart
// from each other. Where two readings overlap, they are one finding.
func Find(text string) []Finding {
	signs := read(text)
	found := append(numbers(signs), plates(signs)...)
	slices.SortFunc(found, func(a, b Finding) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End // the longer first
	})
	var apart []Finding
	for _, f := range found {
		last := len(apart) - 1
		if last >= 0 && f.Start < apart[last].End {
			apart[last].End = max(apart[last].End, f.End)
			continue
		}
		apart = append(apart, f)
	}
	return apart
}

// Scrub returns the text with every finding replaced by its name in brackets,
// 【电话号码】, and the findings by their place in the text as it was.
func Scrub(text string) (clean string, found []Finding) {
	found = Find(text)
	if len(found) == 0 {
		return text, nil
	}
	var b strings.Builder
	from := 0
	for _, f := range found {
		b.WriteString(text[from:f.Start])
		b.WriteString("【" + f.Kind.Chinese() + "】")
		from = f.End
	}
	b.WriteString(text[from:])
	return b.String(), found
}

// sign is one character of a text in its plain form, and its place.
type sign struct {
	r          rune // folded; letters in capitals
	start, end int  // bytes
}

// read folds a text sign by sign. Bytes that are no text are signs, too.
func read(text string) []sign {
	signs := make([]sign, 0, len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		signs = append(signs, sign{fold(r), i, i + size})
		i += size
	}
	return signs
}
