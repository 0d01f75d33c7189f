package pdf

import (
	"strings"
	"unicode"
)

// notFirst may not begin a line, notLast may not end one (GB/T 15834).
const (
	notFirst = "，。、；：？！）】》〉」』”’％%…—·,.;:?!)]}"
	notLast  = "（【《〈「『“‘([{"
)

// broken breaks a text into lines no wider than the measure allows. It breaks
// between Chinese characters anywhere but before closing and after opening
// punctuation, and between others only at spaces; what is wider than a line by
// itself is broken where it must be.
func broken(text string, wide float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && measure(line+strings.TrimRight(piece, " ")) > wide {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
			piece = strings.TrimLeft(piece, " ")
		}
		for measure(strings.TrimRight(piece, " ")) > wide && line == "" {
			n := fitting(piece, wide, measure)
			if n == len(piece) {
				break
			}
			lines, piece = append(lines, piece[:n]), piece[n:]
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// fitting is how many bytes of a text fit into a line: one character at least.
func fitting(text string, wide float64, measure func(string) float64) int {
	end := 0
	for i, r := range text {
		next := i + len(string(r))
		if end > 0 && measure(text[:next]) > wide {
			break
		}
		end = next
	}
	return end
}

// pieces cuts a text where a line may end. Together they are the text.
func pieces(text string) []string {
	var all []string
	start, before := 0, rune(0)
	for i, r := range text {
		if i > start && mayBreak(before, r) {
			all = append(all, text[start:i])
			start = i
		}
		before = r
	}
	return append(all, text[start:])
}

// mayBreak reports whether a line may end between two characters.
func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(notFirst, after) || strings.ContainsRune(notLast, before):
		return false
	case before == ' ':
		return after != ' '
	case after == ' ', before == '　':
		return false
	}
	return !narrow(before) || !narrow(after)
}

// narrow tells letters and digits of words from characters that stand alone.
func narrow(r rune) bool { return r < 0x2e80 && !unicode.IsSpace(r) || r == '−' }
