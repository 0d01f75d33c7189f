package page

// Tag is a short word with a tone.
type Tag struct {
	Text string
	Tone Tone
}

// Tone is how good the news of a tag are; it never stands alone for the word.
type Tone string

const (
	Plain Tone = ""
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
)
