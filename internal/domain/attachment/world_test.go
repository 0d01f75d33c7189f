package attachment_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// secret is what no cleaned photo may hold.
const secret = "SECRET-PLACE"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for i := range 24 * 16 {
		m.Set(i%24, i/24, color.RGBA{uint8(i), uint8(i * 7), uint8(i * 13), 255})
	}
	return m
}

func plainJPEG(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func plainPNG(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// plainWebP is one pixel, without loss.
func plainWebP() []byte {
	return riff("WEBP", part("VP8L", pixel))
}

const pixel = "\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func riff(form string, parts ...string) []byte {
	body := form + strings.Join(parts, "")
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

func part(name, body string) string {
	p := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	if len(body)%2 == 1 {
		p += "\x00"
	}
	return p
}

// segment is one of JPEG.
func segment(marker byte, body string) string {
	return "\xff" + string([]byte{marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) + body
}

// after puts texts behind the first n bytes.
func after(b []byte, n int, texts ...string) []byte {
	return []byte(string(b[:n]) + strings.Join(texts, "") + string(b[n:]))
}

// pngChunk is one of PNG.
func pngChunk(name, body string) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(name+body)))
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + name + body + string(sum)
}

// camera is what a camera tells (TIFF): which way is up among other things.
func camera(order binary.AppendByteOrder, way uint16) string {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, e := range []struct {
		tag, kind uint16
		value     uint32
	}{{0x010f, 2, 0}, {0x0112, 3, uint32(way)}} {
		b = order.AppendUint16(b, e.tag)
		b = order.AppendUint16(b, e.kind)
		b = order.AppendUint32(b, 1)
		if e.kind == 3 {
			b = order.AppendUint16(order.AppendUint16(b, uint16(e.value)), 0)
			continue
		}
		b = order.AppendUint32(b, e.value)
	}
	return string(order.AppendUint32(b, 0)) + secret
}

// toldJPEG is a photo with everything that tells more than it shows.
func toldJPEG(tb testing.TB, way uint16) []byte {
	tb.Helper()
	b := after(plainJPEG(tb), 2,
		segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x01"+secret[:6]),
		"\xff", segment(0xe1, "Exif\x00\x00"+camera(binary.LittleEndian, way)),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x>"+secret+"</x>"),
		segment(0xe2, "MPF\x00"+secret), segment(0xe2, "ICC_PROFILE\x00\x01\x01profile"),
		segment(0xed, "Photoshop 3.0\x00"+secret), segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01"),
		segment(0xe4, secret), segment(0xfe, secret))
	return append(b, "film "+secret...)
}

func toldPNG(tb testing.TB, way uint16) []byte {
	tb.Helper()
	const signAndHead = 8 + 25
	b := after(plainPNG(tb), signAndHead,
		pngChunk("tEXt", "Author\x00"+secret), pngChunk("eXIf", camera(binary.BigEndian, way)), pngChunk("iTXt", "x\x00\x00\x00\x00\x00"+secret),
		pngChunk("tIME", "\x07\xe3\x0a\x0e\x09\x00\x00"), pngChunk("prVt", secret), pngChunk("gAMA", "\x00\x00\xb1\x8f"))
	return append(b, "film "+secret...)
}

func toldWebP(way uint16) []byte {
	return append(riff("WEBP",
		part("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00"), part("ICCP", "profile"), part("VP8L", pixel),
		part("EXIF", "Exif\x00\x00"+camera(binary.LittleEndian, way)), part("XMP ", secret), part("HEY ", secret)), "film "+secret...)
}

// sound are short files of the other kinds.
func sound() map[string][]byte {
	frame := "\xff\xfb\x90\x00" + strings.Repeat("\x00", 413) // MPEG 1 layer III, 128 kbit/s, 44.1 kHz
	return map[string][]byte{
		"frames.mp3": []byte(strings.Repeat(frame, 3)),
		"tagged.mp3": []byte("ID3\x04\x00\x00\x00\x00\x00\x06secret" + frame),
		"a.m4a":      []byte("\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A isom\x00\x00\x00\x10mdatsoundsou"),
		"a.wav":      riff("WAVE", part("fmt ", strings.Repeat("\x01", 16)), part("data", "sounds")),
		"a.amr":      []byte("#!AMR\n\x3csound"),
		"wide.amr":   []byte("#!AMR-WB\n\x3csound"),
		"a.pdf":      []byte("%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n"),
	}
}
