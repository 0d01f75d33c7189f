package bulletins

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// download writes the bulletin as a file in one of the formats.
func (s *room) download(w http.ResponseWriter, v *visit) error {
	p, err := v.period(v.PathValue("period"))
	if err != nil {
		return err
	}
	format, err := s.format(v.PathValue("format"))
	if err != nil {
		return err
	}
	d, err := s.document(v, p)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := format.Write(d.Document, d.Seal, &b); err != nil {
		return errs.Wrap("web.download", err)
	}
	return attach(w, v, fmt.Sprintf("huying-%s-%s.%s", ascii(d.Region.Code), p, format.Key), format.Media, b.Bytes())
}

// format finds a download format by its key.
func (s *room) format(key string) (Format, error) {
	var known []string
	for _, f := range s.formats {
		if f.Key == key {
			return f, nil
		}
		known = append(known, f.Key)
	}
	args := []any{"given", key, "known", strings.Join(known, " ")}
	return Format{}, errs.New(errs.NotFound, "format.unknown",
		say(i18n.English, "error.format", args...), say(i18n.Chinese, "error.format", args...))
}

// ascii keeps what may stand in a file name of a header.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}
