package pdf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font/sfnt"

	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
)

// Font is a TrueType font that has Chinese characters.
type Font struct {
	Path string
	data []byte
	face *sfnt.Font
}

// usual are TrueType fonts of Debian, Windows and macOS that hold Chinese
// characters and digits. Official documents are in 仿宋 where there is one.
var usual = []string{
	"/usr/share/fonts/truetype/huying/*.ttf",
	`C:\Windows\Fonts\simfang.ttf`,
	"/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf",
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	`C:\Windows\Fonts\simsun.ttc`,
	"/Library/Fonts/Arial Unicode.ttf",
	"/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
}

// Find loads the font at a path or, with an empty one, the first that an
// operating system usually has. Errors: NotFound ("pdf.font"), Invalid
// where the path leads to none; Invalid ("pdf.font_form") for a file that is no
// TrueType font.
func Find(path string) (Font, error) {
	if path != "" {
		return load(path)
	}
	for _, pattern := range usual {
		found, _ := filepath.Glob(pattern) // the patterns are well formed
		for _, name := range found {
			if font, err := load(name); err == nil {
				return font, nil
			}
		}
	}
	return Font{}, errs.New(errs.NotFound, "pdf.font",
		"no TrueType font with Chinese characters was found; install one (Debian: fonts-wqy-microhei) or name a .ttf or .ttc file",
		"找不到含汉字的 TrueType 字体；请安装（Debian：fonts-wqy-microhei），或指定 .ttf、.ttc 字体文件")
}

func load(path string) (Font, error) {
	data, err := os.ReadFile(path) //nolint:gosec // whoever runs the program names the file
	if errors.Is(err, fs.ErrNotExist) {
		return Font{}, errs.New(errs.Invalid, "pdf.font", "there is no font file "+path, "没有字体文件 "+path)
	}
	if err == nil {
		data, err = single(data)
	}
	if err != nil {
		return Font{}, notTrueType(path, err)
	}
	face, err := sfnt.Parse(data)
	if err != nil {
		return Font{}, notTrueType(path, err)
	}
	return Font{path, data, face}, nil
}

func notTrueType(path string, err error) error {
	return errs.New(errs.Invalid, "pdf.font_form",
		fmt.Sprintf("%s is not a font that can be embedded (%v); expected TrueType outlines in a .ttf or .ttc file", path, err),
		fmt.Sprintf("%s 不是可嵌入的字体（%v）；应为 .ttf 或 .ttc 格式的 TrueType 字体", path, err))
}

// covers is an error that names the characters of a paper that the font lacks:
// it would leave them out in silence.
func (f Font) covers(p *paper.Paper) error {
	var buffer sfnt.Buffer
	var lacking []string
	seen := map[rune]bool{' ': true}
	for _, text := range texts(p) {
		for _, r := range clean(text) {
			if seen[r] {
				continue
			}
			seen[r] = true
			if glyph, err := f.face.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				lacking = append(lacking, string(r))
			}
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	slices.Sort(lacking)
	which := strings.Join(lacking[:min(20, len(lacking))], "")
	return errs.New(errs.Invalid, "pdf.glyphs",
		fmt.Sprintf("the font %s lacks %d characters of the bulletin (%s); name another", f.Path, len(lacking), which),
		fmt.Sprintf("字体 %s 缺少通报中的%d个字符（%s），请另选字体", f.Path, len(lacking), which))
}

// texts is everything that is printed of a paper.
func texts(p *paper.Paper) []string {
	all := []string{p.Title, "附表文档校验：SM3　、（）一二三四五六七八九十—. 0123456789"}
	for _, f := range slices.Concat(p.Facts, p.Seals) {
		all = append(all, f.Name, f.Text)
	}
	for _, b := range slices.Concat(p.Prose, p.Annex) {
		switch b := b.(type) {
		case paper.Heading:
			all = append(all, b.Text)
		case paper.Paragraph:
			all = append(all, string(b))
		case paper.Items:
			all = append(all, b...)
		case *paper.Table:
			for _, c := range b.Columns {
				all = append(all, c.Name)
			}
			for _, row := range b.Rows {
				for _, c := range row {
					all = append(all, c.Text)
				}
			}
		}
	}
	return all
}
