package intake

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huying/internal/app/attachment"
	kinds "huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// Bounds of what a form may send with its files.
const (
	mostScans    = 20
	mostSent     = 4 * kinds.Most
	mostFields   = 256 << 10 // bytes of all that is no file
	transferTime = 10 * time.Minute
)

// scanAccept is what the field of files takes.
const scanAccept = "application/pdf,image/jpeg,image/png,image/webp"

// scanView is a file that waits for the case to be received.
type scanView struct{ ID, Name, Size string }

// read reads what the form has sent. Its files are kept at once, so that none
// has to be sent again when something else is wrong; what is wrong with one is
// told beside the field.
func (s *room) read(f *filling) (url.Values, error) {
	v := f.v
	if !strings.HasPrefix(v.Header.Get("Content-Type"), "multipart/form-data") {
		return v.Sent()
	}
	invalid := v.Invalid("form.invalid", "error.form")
	v.Body = http.MaxBytesReader(nil, v.Body, mostSent)
	parts, err := v.MultipartReader()
	if err != nil {
		return nil, invalid
	}
	sent, left, files := url.Values{}, int64(mostFields), 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, nil
		}
		if err != nil {
			return nil, invalid
		}
		if part.FormName() != "file" {
			value, err := io.ReadAll(io.LimitReader(part, left+1))
			if left -= int64(len(value)); err != nil || left < 0 {
				return nil, invalid
			}
			sent.Add(part.FormName(), string(value))
			continue
		}
		if part.FileName() == "" || s.Files == nil {
			continue
		}
		if files++; files > mostScans {
			f.blame("file", v.Say("receive.too_many", "most", mostScans))
			continue
		}
		kept, err := s.Files.Await(v.Context(), v.Who, attachment.Sent{Name: part.FileName(), Media: part.Header.Get("Content-Type"), Body: part})
		if err == nil {
			sent.Add("scan", kept.ID)
			continue
		}
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("intake.scan", err)
		}
		f.blame("file", part.FileName()+"："+strings.Join(told, " "))
	}
}

// waits finds the files that wait for this form.
func (s *room) waits(f *filling) error {
	if s.Files == nil {
		return nil
	}
	list, err := s.Files.Waiting(f.v.Context(), f.v.Who, f.sent["scan"])
	if err != nil {
		return errs.Wrap("intake.waits", err)
	}
	f.scans = nil
	for _, one := range list {
		f.scans = append(f.scans, scanView{one.ID, one.Name, page.Size(one.Size)})
	}
	return nil
}

// unscan drops a file that waits for this form.
func (s *room) unscan(f *filling, id string) (*page.Screen, error) {
	if s.Files != nil && slices.Contains(f.sent["scan"], id) {
		if err := s.Files.Forget(f.v.Context(), f.v.Who, []string{id}); err != nil {
			return nil, errs.Wrap("intake.unscan", err)
		}
	}
	if err := s.waits(f); err != nil {
		return nil, err
	}
	return s.look(f, false)
}

// adopt puts the files that waited with the case that was received. What went
// wrong is told: the case is there, and takes files on its own page.
func (s *room) adopt(f *filling, c *casework.Case) ([]string, error) {
	if s.Files == nil || len(f.sent["scan"]) == 0 {
		return nil, nil
	}
	err := s.Files.Adopt(f.v.Context(), f.v.Who, c.ID, f.sent["scan"])
	if err == nil {
		return nil, nil
	}
	told, err := f.v.Told(err)
	return told, errs.Wrap("intake.adopt", err)
}

// unhurried gives a request the time that its files take, where the server can.
func unhurried(w http.ResponseWriter) {
	control, until := http.NewResponseController(w), time.Now().Add(transferTime)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
}
