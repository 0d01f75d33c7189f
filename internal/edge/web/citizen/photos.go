package citizen

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// keep keeps the files of a form with a case. What is wrong with one is told,
// and the others are kept all the same.
func (s *room) keep(v *page.Visit, id ident.CaseID, sent *form) (named []casework.TextRef, faults []string, err error) {
	for {
		f, err := sent.file()
		if err == nil && f == nil {
			return named, faults, nil
		}
		if err == nil {
			f.Case = id
			once := sent.once
			if once != "" {
				once = "page " + once + " " + strconv.Itoa(sent.n)
			}
			a, failed := s.Door.Put(v.Context(), *f, once)
			if err = failed; err == nil {
				named = append(named, casework.TextRef(a.ID))
				continue
			}
		}
		told, failed := v.Told(err)
		if failed != nil {
			return named, faults, failed
		}
		faults = append(faults, told...)
		if errors.Is(err, errBroken) || errors.Is(err, errPhotos) {
			return named, faults, nil
		}
	}
}

// file writes a file of the case that is open, or the part of it that is asked
// for.
func (s *room) file(w http.ResponseWriter, v *page.Visit) error {
	one, open := s.opened(v)
	if !open {
		return v.Show(w, &page.Screen{Goto: v.Link(queryPath)})
	}
	a, body, err := s.Door.Get(v.Context(), one.id, ident.AttachmentID(v.PathValue("file")))
	if err != nil {
		return errs.Wrap("citizen.file", err)
	}
	defer body.Close() //nolint:errcheck // it was only read
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(sendTime))
	shown := "inline"
	if !a.Kind.Photo() && !a.Kind.Audio() {
		shown = "attachment"
	}
	head := w.Header()
	head.Set("Content-Type", string(a.Kind))
	head.Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": a.Name}))
	head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	head.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, v.Request, "", a.At, body)
	return nil
}
