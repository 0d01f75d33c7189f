package people

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huying/internal/kernel/errs"
)

const (
	leastRunes    = 10
	mostRunes     = 256
	leastDistinct = 5
)

// CheckPassword reports why a password will not do: too short, the account's
// own names, or among those that are tried first. It asks for no capitals or
// signs, which make passwords worse. Error: Invalid ("password.weak").
func CheckPassword(password, login, name string) error {
	n := utf8.RuneCountInString(password)
	folded := fold(password)
	switch {
	case n < leastRunes:
		return weak("at least 10 characters are needed; several words do well", "密码至少 10 个字符，可用几个词连写")
	case n > mostRunes || !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return weak("at most 256 characters, all of them visible", "密码最多 256 个可见字符")
	case holds(folded, fold(login)), holds(folded, fold(name)):
		return weak("it must not be made of the login or the name", "密码不能由账号或姓名构成")
	case predictable(folded):
		return weak("it is among the first that would be tried", "密码过于常见")
	}
	return nil
}

func weak(en, zh string) error { return errs.New(errs.Invalid, "password.weak", en, zh) }

// lookalikes are signs that stand for letters in passwords of habit.
var lookalikes = strings.NewReplacer("@", "a", "$", "s", "0", "o", "3", "e", "!", "i")

func fold(s string) string { return strings.ToLower(s) }

// holds reports whether little is left of a password without a name.
func holds(password, name string) bool {
	const least = 3 // shorter names are in half of all words
	if utf8.RuneCountInString(name) < least {
		return name != "" && password == strings.Repeat(name, len(password)/len(name))
	}
	rest := strings.ReplaceAll(password, name, "")
	return rest != password && utf8.RuneCountInString(rest) < leastRunes-2
}

// habits are what people fill passwords with; digits and signs around and
// between them add nothing.
var habits = []string{
	"password", "passwd", "passwort", "admin", "administrator", "root", "user", "guest", "test", "login", "welcome", "letmein", "changeme",
	"default", "secret", "master", "system", "server", "qwerty", "iloveyou", "monkey", "dragon", "sunshine", "princess", "football", "huying", "hotline",
	"zhengwu", "fuwu", "rexian", "mima", "woaini", "wodemima", "guanliyuan", "zhongguo", "china", "beijing", "hello", "huawei", "abc", "asd", "qaz", "wsx", "qwe", "zxc", "aa",
}

// runs are rows of keys and alphabets, along which fingers go.
var runs = []string{
	"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "!@#$%^&*()",
	"qazwsxedcrfvtgbyhnujm", "1q2w3e4r5t6y7u8i9o0p",
}

// predictable reports whether a folded password is made of habits, runs and
// repetitions alone.
func predictable(s string) bool {
	distinct := []rune(s)
	slices.Sort(distinct)
	if len(slices.Compact(distinct)) < leastDistinct || repeated(s) {
		return true
	}
	inner := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	return bare(s) || bare(lookalikes.Replace(s)) || inner != "" && bare(lookalikes.Replace(inner))
}

// repeated reports whether a text is a short part again and again.
func repeated(s string) bool {
	for size := 1; size <= len(s)/2 && size <= 5; size++ {
		if strings.HasPrefix(strings.Repeat(s[:size], len(s)/size+1), s) {
			return true
		}
	}
	return false
}

// bare reports whether fewer than four letters and digits are left when habits
// and runs of three and more are taken out. Numbers apart from letters count as
// three digits together: they are days and telephone numbers.
func bare(s string) bool {
	for _, h := range habits {
		s = strings.ReplaceAll(s, h, " ")
	}
	left, numbers := 0, 0
	for _, word := range strings.FieldsFunc(withoutRuns(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.Trim(word, "0123456789") == "" {
			numbers += len(word)
			continue
		}
		left += utf8.RuneCountInString(word)
	}
	const least = 4
	return left+min(numbers, least-1) < least
}

// withoutRuns takes out every part of three or more that goes along a run, one
// way or the other.
func withoutRuns(s string) string {
	text := []rune(s)
	var b strings.Builder
	for i := 0; i < len(text); {
		n := 0
		for _, run := range runs {
			n = max(n, along(text[i:], run), along(text[i:], backwards(run)))
		}
		if n >= 3 {
			b.WriteByte(' ')
			i += n
			continue
		}
		b.WriteRune(text[i])
		i++
	}
	return b.String()
}

// along is how many runes at the start go along the run.
func along(text []rune, run string) int {
	most := 0
	for n := 3; n <= len(text) && strings.Contains(run, string(text[:n])); n++ {
		most = n
	}
	return most
}

func backwards(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}
