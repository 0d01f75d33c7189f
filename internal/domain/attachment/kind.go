package attachment

import (
	"mime"
	"path"
	"slices"
	"strings"
)

// Kind 附件类型 is what a file is, as a media type.
type Kind string

// The kinds that are taken. HEIC is not: what a telephone writes into it
// cannot be taken out without decoding it, and every telephone gives JPEG.
const (
	JPEG Kind = "image/jpeg"
	PNG  Kind = "image/png"
	WebP Kind = "image/webp"
	MP3  Kind = "audio/mpeg"
	M4A  Kind = "audio/mp4"
	WAV  Kind = "audio/wav"
	AMR  Kind = "audio/amr"
	PDF  Kind = "application/pdf"
)

// MiB is 1,048,576 bytes.
const MiB = 1 << 20

// kinds is what there is to say of each kind. Limits are house rules: a photo
// of a present telephone has 3 to 12 MiB, an hour of speech as MP3 30.
var kinds = []struct {
	kind    Kind
	zh      string
	ends    []string // of names, the usual one first
	aliases []string // media types that programs send for it
	limit   int64    // bytes
}{
	{JPEG, "JPEG 图片", []string{".jpg", ".jpeg", ".jpe", ".jfif"}, []string{"image/jpg", "image/pjpeg"}, 20 * MiB},
	{PNG, "PNG 图片", []string{".png"}, []string{"image/x-png"}, 20 * MiB},
	{WebP, "WebP 图片", []string{".webp"}, nil, 20 * MiB},
	{MP3, "MP3 录音", []string{".mp3"}, []string{"audio/mp3", "audio/x-mp3", "audio/mpeg3"}, 50 * MiB},
	{M4A, "M4A 录音", []string{".m4a", ".mp4"}, []string{"audio/m4a", "audio/x-m4a", "audio/aac"}, 50 * MiB},
	{WAV, "WAV 录音", []string{".wav"}, []string{"audio/wave", "audio/x-wav", "audio/vnd.wave"}, 50 * MiB},
	{AMR, "AMR 录音", []string{".amr"}, []string{"audio/amr-wb", "audio/amr-nb", "audio/3gpp"}, 50 * MiB},
	{PDF, "PDF 文件", []string{".pdf"}, []string{"application/x-pdf"}, 50 * MiB},
}

// Most is the limit of the largest kind, in bytes.
const Most = 50 * MiB

// Kinds lists the kinds that are taken.
func Kinds() []Kind {
	all := make([]Kind, len(kinds))
	for i, k := range kinds {
		all[i] = k.kind
	}
	return all
}

// Valid reports whether files of the kind are taken.
func (k Kind) Valid() bool { return k.at() >= 0 }

func (k Kind) at() int {
	for i := range kinds {
		if kinds[i].kind == k {
			return i
		}
	}
	return -1
}

// Limit is how large a file of the kind may be, in bytes; 0 for no kind.
func (k Kind) Limit() int64 {
	if i := k.at(); i >= 0 {
		return kinds[i].limit
	}
	return 0
}

// End is how the name of a file of the kind ends: ".jpg".
func (k Kind) End() string {
	if i := k.at(); i >= 0 {
		return kinds[i].ends[0]
	}
	return ""
}

// Chinese returns the printed name.
func (k Kind) Chinese() string {
	if i := k.at(); i >= 0 {
		return kinds[i].zh
	}
	return string(k)
}

// Photo reports whether it is a picture.
func (k Kind) Photo() bool { return strings.HasPrefix(string(k), "image/") }

// Audio reports whether it is a recording.
func (k Kind) Audio() bool { return strings.HasPrefix(string(k), "audio/") }

// claims reports whether a file's name and the media type that came with it
// say this kind, or nothing.
func (k Kind) claims(name, media string) bool {
	i := k.at()
	if end := strings.ToLower(path.Ext(name)); end != "" && !slices.Contains(kinds[i].ends, end) {
		return false
	}
	plain, _, err := mime.ParseMediaType(media)
	switch {
	case media == "" || err == nil && plain == "application/octet-stream":
		return true
	case err != nil:
		return false
	}
	return plain == string(k) || slices.Contains(kinds[i].aliases, plain)
}
