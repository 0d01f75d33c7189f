package attachment

import (
	"bytes"
	"encoding/binary"
	"slices"

	"huying/internal/kernel/errs"
)

// Head is how many of a file's first bytes Sniff wants to see.
const Head = 4096

var (
	errKind = errs.New(errs.Invalid, "attachment.kind",
		"a file of this kind is not taken; expected a photo (JPEG, PNG, WebP), a recording (MP3, M4A, WAV, AMR) or a PDF",
		"不支持该类文件，应为图片（JPEG、PNG、WebP）、录音（MP3、M4A、WAV、AMR）或 PDF")
	errClaim = errs.New(errs.Invalid, "attachment.claim",
		"the file is not what its name or media type says", "文件内容与其扩展名或类型不符")
)

// Tell is what a file is by its first bytes, which must be what its name and
// the media type that came with it say, where they say anything. Errors:
// Invalid "attachment.kind" for a kind that is not taken; "attachment.claim".
func Tell(head []byte, name, media string) (Kind, error) {
	k, ok := Sniff(head)
	switch {
	case !ok:
		return "", errKind
	case !k.claims(name, media):
		return "", errClaim
	}
	return k, nil
}

// Sniff is what a file is by its first bytes, of which Head are enough.
func Sniff(head []byte) (Kind, bool) {
	starts := func(sign string) bool { return bytes.HasPrefix(head, []byte(sign)) }
	at := func(i int, sign string) bool { return len(head) >= i && bytes.HasPrefix(head[i:], []byte(sign)) }
	switch {
	case starts("\xff\xd8\xff"):
		return JPEG, true
	case starts(pngSign):
		return PNG, true
	case starts("RIFF") && at(8, "WEBPVP8"):
		return WebP, true
	case starts("RIFF") && at(8, "WAVE"):
		return WAV, true
	case starts("#!AMR\n"), starts("#!AMR-WB\n"):
		return AMR, true
	case starts("%PDF-"):
		return PDF, true
	case at(4, "ftyp") && len(head) >= 12 && slices.Contains(soundBrands, string(head[8:12])):
		return M4A, true
	case starts("ID3") && len(head) > 10 && head[3] < 0xff, frames(head):
		return MP3, true
	}
	return "", false
}

// soundBrands are the brands of files with sound. Those that films have, too,
// are held to be sound until a picture is found in them.
var soundBrands = []string{"M4A ", "M4B ", "mp41", "mp42", "isom", "iso2", "iso5", "iso6", "dash"}

// frames reports whether two MPEG audio frames of layer III stand at the
// beginning, the second where the first one ends.
func frames(head []byte) bool {
	n := frameLength(head)
	return n > 0 && len(head) > n && frameLength(head[n:]) > 0
}

// Bit rates in kbit/s of layer III by index: of MPEG 1, and of MPEG 2 and 2.5.
var (
	rates1 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	rates2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
)

// frameLength is the length of the frame at the beginning; 0 where there is none.
func frameLength(b []byte) int {
	const header = 4
	if len(b) < header {
		return 0
	}
	h := binary.BigEndian.Uint32(b)
	version, layer, rate, sampling, pad := h>>19&3, h>>17&3, h>>12&15, h>>10&3, int(h>>9&1)
	if h>>21 != 0x7ff || version == 1 || layer != 1 || sampling == 3 {
		return 0
	}
	hertz := [3]int{44100, 48000, 32000}[sampling]
	kilobits, samples := rates1[rate], 144000
	if version != 3 {
		kilobits, samples, hertz = rates2[rate], 72000, hertz/2
		if version == 0 {
			hertz /= 2
		}
	}
	if kilobits == 0 {
		return 0
	}
	return samples*kilobits/hertz + pad
}
