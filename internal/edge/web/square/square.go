// Package square draws QR codes, for what is printed to be followed up.
package square

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// Square 二维码 is a QR code, as a path of an SVG of our own.
type Square struct {
	Side int // modules, with the quiet zone around
	Path string
}

// quiet is the zone around a code that scanners want, in modules.
const quiet = 4

// New draws a text.
func New(text string) (*Square, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				b.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + strconv.Itoa(run) + "v1h-" + strconv.Itoa(run) + "z")
				x += run
			}
		}
	}
	return &Square{code.Size + 2*quiet, b.String()}, nil
}
