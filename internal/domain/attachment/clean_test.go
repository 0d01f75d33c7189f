package attachment_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"huying/internal/domain/attachment"
	"huying/internal/kernel/errs"
)

func cleaned(tb testing.TB, raw []byte, k attachment.Kind) ([]byte, []attachment.Mark) {
	tb.Helper()
	var out bytes.Buffer
	marks, err := attachment.Clean(&out, bytes.NewReader(raw), k)
	if err != nil {
		tb.Fatalf("%s: %v", k, err)
	}
	return out.Bytes(), marks
}

// samePicture compares what two files of a kind show.
func samePicture(tb testing.TB, decode func(io.Reader) (image.Image, error), one, other []byte) {
	tb.Helper()
	a, err := decode(bytes.NewReader(one))
	if err != nil {
		tb.Fatal(err)
	}
	b, err := decode(bytes.NewReader(other))
	if err != nil {
		tb.Fatal(err)
	}
	if a.Bounds() != b.Bounds() {
		tb.Fatalf("%v and %v", a.Bounds(), b.Bounds())
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				tb.Fatalf("at %d, %d: %v and %v", x, y, a.At(x, y), b.At(x, y))
			}
		}
	}
}

// TestClean: a photo loses what tells of place, time and maker, shows the same
// and the same way up; one that tells nothing stays as it is.
func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   attachment.Kind
		plain  []byte
		told   func(way uint16) []byte
		decode func(io.Reader) (image.Image, error)
		way    string // what tells it in the cleaned file, before the number
	}{
		{attachment.JPEG, plainJPEG(t), func(w uint16) []byte { return toldJPEG(t, w) }, jpeg.Decode, "Exif\x00\x00MM\x00*"},
		{attachment.PNG, plainPNG(t), func(w uint16) []byte { return toldPNG(t, w) }, png.Decode, "eXIfMM\x00*"},
		{attachment.WebP, plainWebP(), toldWebP, nil, "EXIF\x1a\x00\x00\x00MM\x00*"},
	} {
		if got, marks := cleaned(t, c.plain, c.kind); !bytes.Equal(got, c.plain) || len(marks) != 0 {
			t.Errorf("%s that tells nothing: changed %v, %v", c.kind, !bytes.Equal(got, c.plain), marks)
		}
		for way := range uint16(10) {
			raw := c.told(way)
			got, marks := cleaned(t, raw, c.kind)
			if !slices.Equal(marks, []attachment.Mark{attachment.Stripped}) {
				t.Errorf("%s: %v", c.kind, marks)
			}
			for _, text := range []string{secret, "SECRET", "adobe.com", "Photoshop", "Author", "tIME", "XMP ", "MPF"} {
				if bytes.Contains(got, []byte(text)) {
					t.Errorf("%s still holds %q", c.kind, text)
				}
			}
			turned := way > 1 && way < 9
			if told := bytes.Contains(got, []byte(c.way)); told != turned {
				t.Errorf("%s, way %d: told %v", c.kind, way, told)
			}
			if i := bytes.Index(got, []byte("MM\x00*")); turned && binary.BigEndian.Uint16(got[i+18:]) != way {
				t.Errorf("%s: way %d becomes %d", c.kind, way, binary.BigEndian.Uint16(got[i+18:]))
			}
			if c.decode != nil {
				samePicture(t, c.decode, c.plain, got)
			}
			if again, marks := cleaned(t, got, c.kind); !bytes.Equal(again, got) || len(marks) != 0 {
				t.Errorf("%s: cleaned again it changes, %v", c.kind, marks)
			}
		}
	}
}

// TestCleanKeepsColours: what is needed to see a picture right stays.
func TestCleanKeepsColours(t *testing.T) {
	t.Parallel()
	for text, got := range map[string]func() ([]byte, []attachment.Mark){
		"ICC_PROFILE": func() ([]byte, []attachment.Mark) { return cleaned(t, toldJPEG(t, 1), attachment.JPEG) },
		"Adobe":       func() ([]byte, []attachment.Mark) { return cleaned(t, toldJPEG(t, 1), attachment.JPEG) },
		"gAMA":        func() ([]byte, []attachment.Mark) { return cleaned(t, toldPNG(t, 1), attachment.PNG) },
		"ICCP":        func() ([]byte, []attachment.Mark) { return cleaned(t, toldWebP(1), attachment.WebP) },
	} {
		if b, _ := got(); !bytes.Contains(b, []byte(text)) {
			t.Errorf("%s is gone", text)
		}
	}
}

// TestCleanAnimation: frames keep their pictures and lose the rest.
func TestCleanAnimation(t *testing.T) {
	t.Parallel()
	frame := strings.Repeat("\x00", 16) + part("VP8L", pixel)
	raw := riff("WEBP", part("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), part("ANIM", "\x00\x00\x00\x00\x00\x00"),
		part("ANMF", frame+part("HEY ", secret)), part("ANMF", frame))
	got, marks := cleaned(t, raw, attachment.WebP)
	want := riff("WEBP", part("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), part("ANIM", "\x00\x00\x00\x00\x00\x00"), part("ANMF", frame), part("ANMF", frame))
	if !bytes.Equal(got, want) || !slices.Equal(marks, []attachment.Mark{attachment.Stripped}) {
		t.Errorf("%v, %q", marks, got)
	}
}

// TestWatch: recordings and documents stay as they came, and it is known what
// they may tell, wherever in them it stands.
func TestWatch(t *testing.T) {
	t.Parallel()
	files := sound()
	files["told.pdf"] = []byte("%PDF-1.7\n" + strings.Repeat("x", 64<<10-14) + "/Author (a)\n")
	files["active.pdf"] = []byte("%PDF-1.7\n<</OpenAction 3 0 R>>")
	files["told.m4a"] = append(slices.Clone(files["a.m4a"]), "\x00\x00\x00\x10udta\xa9xyz"...)
	files["told.wav"] = riff("WAVE", part("LIST", "INFOIART"), part("data", "sounds"))
	want := map[string][]attachment.Mark{
		"tagged.mp3": {attachment.Metadata}, "told.pdf": {attachment.Metadata}, "active.pdf": {attachment.Active},
		"told.m4a": {attachment.Metadata}, "told.wav": {attachment.Metadata},
	}
	for name, raw := range files {
		k, err := attachment.Tell(raw, name, "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, marks := cleaned(t, raw, k); !bytes.Equal(got, raw) || !slices.Equal(marks, want[name]) {
			t.Errorf("%s: changed %v, marks %v, want %v", name, !bytes.Equal(got, raw), marks, want[name])
		}
	}
}

// TestFilmIsNoSound: a film under the sign of a recording is found out.
func TestFilmIsNoSound(t *testing.T) {
	t.Parallel()
	raw := "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + strings.Repeat("m", 70_000) + "\x00\x00\x00\x20hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide"
	if _, err := attachment.Clean(io.Discard, strings.NewReader(raw), attachment.M4A); errs.CodeOf(err) != "attachment.kind" {
		t.Error(err)
	}
}

// TestTruncated: a photo that breaks off anywhere is refused, and so is one
// with a byte changed where a sum stands for it.
func TestTruncated(t *testing.T) {
	t.Parallel()
	whole := map[attachment.Kind][]byte{attachment.JPEG: toldJPEG(t, 6), attachment.PNG: toldPNG(t, 6), attachment.WebP: toldWebP(6)}
	for k, raw := range whole {
		end := bytes.LastIndex(raw, []byte("film "))
		for n := range end {
			_, err := attachment.Clean(io.Discard, bytes.NewReader(raw[:n]), k)
			if errs.CodeOf(err) != "attachment.damaged" {
				t.Fatalf("%s of %d bytes of %d: %v", k, n, end, err)
			}
		}
	}
	raw := plainPNG(t)
	raw[len(raw)/2] ^= 1
	if _, err := attachment.Clean(io.Discard, bytes.NewReader(raw), attachment.PNG); errs.CodeOf(err) != "attachment.damaged" {
		t.Errorf("a changed byte: %v", err)
	}
}

// TestLimits: a file larger than its kind may be is refused, wherever its end
// is, and nothing is held of what lies beyond.
func TestLimits(t *testing.T) {
	t.Parallel()
	for _, k := range attachment.Kinds() {
		if k.Limit() <= 0 || k.Limit() > attachment.Most {
			t.Errorf("%s: %d", k, k.Limit())
		}
	}
	long := io.MultiReader(bytes.NewReader(plainJPEG(t)), endless{})
	if _, err := attachment.Clean(io.Discard, long, attachment.JPEG); errs.CodeOf(err) != "attachment.large" {
		t.Error(err)
	}
	exactly := io.MultiReader(strings.NewReader("#!AMR\n"), io.LimitReader(endless{}, attachment.AMR.Limit()-6))
	if _, err := attachment.Clean(io.Discard, exactly, attachment.AMR); err != nil {
		t.Error(err)
	}
	more := io.MultiReader(strings.NewReader("#!AMR\n"), io.LimitReader(endless{}, attachment.AMR.Limit()-5))
	if _, err := attachment.Clean(io.Discard, more, attachment.AMR); errs.CodeOf(err) != "attachment.large" {
		t.Error(err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestCleanErrors: an error of reading or writing is not taken for a fault of
// the file, and a kind that is none takes nothing.
func TestCleanErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	raw := plainPNG(t)
	if _, err := attachment.Clean(io.Discard, io.MultiReader(bytes.NewReader(raw[:40]), iotest.ErrReader(broken)), attachment.PNG); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := attachment.Clean(refusing{broken}, bytes.NewReader(raw), attachment.PNG); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := attachment.Clean(io.Discard, bytes.NewReader(raw), "image/heic"); errs.CodeOf(err) != "attachment.kind" {
		t.Error(err)
	}
}

type refusing struct{ err error }

func (r refusing) Write([]byte) (int, error) { return 0, r.err }

// TestHoweverRead: what comes out does not depend on how a reader cuts it.
func TestHoweverRead(t *testing.T) {
	t.Parallel()
	files := map[attachment.Kind][]byte{attachment.JPEG: toldJPEG(t, 3), attachment.PNG: toldPNG(t, 3), attachment.WebP: toldWebP(3), attachment.PDF: []byte("%PDF-1.7 /Author x")}
	for k, raw := range files {
		want, marks := cleaned(t, raw, k)
		var out bytes.Buffer
		got, err := attachment.Clean(&out, iotest.OneByteReader(bytes.NewReader(raw)), k)
		if err != nil || !bytes.Equal(out.Bytes(), want) || !slices.Equal(got, marks) {
			t.Errorf("%s: %v, %v, %v", k, err, got, marks)
		}
	}
}

// FuzzClean: whatever comes in, what comes out is cleaned for good: cleaned
// again it stays as it is.
func FuzzClean(f *testing.F) {
	for _, raw := range [][]byte{plainJPEG(f), toldJPEG(f, 6), plainPNG(f), toldPNG(f, 8), plainWebP(), toldWebP(5)} {
		f.Add(raw)
	}
	for _, raw := range sound() {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, ok := attachment.Sniff(raw)
		if !ok {
			return
		}
		var out bytes.Buffer
		if _, err := attachment.Clean(&out, bytes.NewReader(raw), k); err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if same, _ := attachment.Sniff(out.Bytes()); same != k {
			t.Fatalf("%s becomes %s", k, same)
		}
		again, marks := cleaned(t, out.Bytes(), k)
		if !bytes.Equal(again, out.Bytes()) || slices.Contains(marks, attachment.Stripped) {
			t.Fatalf("%s changes when it is cleaned again", k)
		}
	})
}

// TestPlantedIsGone: whatever segments stand in a photo, none that an
// application wrote comes out but those that colours need.
func TestPlantedIsGone(t *testing.T) {
	t.Parallel()
	plain := plainJPEG(t)
	rapid.Check(t, func(rt *rapid.T) {
		var planted []string
		for range rapid.IntRange(1, 6).Draw(rt, "segments") {
			marker := rapid.SampledFrom([]byte{0xe0, 0xe1, 0xe2, 0xe3, 0xe5, 0xec, 0xed, 0xee, 0xef, 0xfe, 0xf0, 0xfd}).Draw(rt, "marker")
			planted = append(planted, segment(marker, rapid.SampledFrom([]string{"", "Exif\x00\x00", "JFXX\x00", "XMP"}).Draw(rt, "sign")+secret))
		}
		got, _ := cleaned(t, after(plain, 2, planted...), attachment.JPEG)
		if !bytes.Equal(got, plain) {
			rt.Fatalf("%q comes out", planted)
		}
	})
}
