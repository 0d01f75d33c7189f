package workbench

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"huying/internal/app/attachment"
	kinds "huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// filesPath is where the files of a case stand.
func filesPath(number string) string { return casePath(number) + "/files" }

// fileView is one file that came with a case.
type fileView struct {
	ID    ident.AttachmentID
	Name  string
	Kind  string
	Size  string
	At    time.Time
	By    string
	Leg   int
	Link  string
	Photo bool
	Marks []string
}

// filesView is the screen on which a file is put with a case.
type filesView struct {
	CaseFile
	Back   string
	Files  []fileView
	Action string
	Faults []string
	Legs   []page.Option
}

// files are those of a case that the visitor may know.
func (s *room) files(v *page.Visit, c *casework.Case) (all []fileView, err error) {
	if s.Files == nil {
		return nil, nil
	}
	list, err := s.Files.List(v.Context(), v.Who, c.ID)
	if err != nil {
		return nil, errs.Wrap("workbench.files", err)
	}
	for _, a := range list {
		one := fileView{
			ID: a.ID, Name: a.Name, Kind: string(a.Kind), Size: page.Size(a.Size), At: a.At, By: spelt(v, a.Role.Chinese(), string(a.Role)), Leg: a.Leg,
			Link: v.Link(filesPath(string(c.Number)) + "/" + url.PathEscape(string(a.ID))), Photo: a.Kind.Photo(),
		}
		for _, m := range a.Marks {
			one.Marks = append(one.Marks, v.Say(key("files.mark_"+string(m))))
		}
		all = append(all, one)
	}
	return all, nil
}

// filesPage shows the files of a case and takes another.
func (s *room) filesPage(v *page.Visit) (*page.Screen, error) { return s.filesScreen(v, nil) }

func (s *room) filesScreen(v *page.Visit, faults []string) (*page.Screen, error) {
	c, err := s.kept(v)
	if err != nil {
		return nil, err
	}
	view := &filesView{CaseFile: c, Back: v.Link(casePath(c.Number)), Action: v.Link(filesPath(c.Number)), Faults: faults}
	if view.Files, err = s.files(v, c.Case); err != nil {
		return nil, err
	}
	view.Legs = append(view.Legs, page.Option{Value: "0", Label: v.Say("case.whole")})
	for _, l := range c.Legs {
		view.Legs = append(view.Legs, page.Option{Value: strconv.Itoa(l.Seq), Label: v.Say("case.leg", "n", l.Seq) + " " + l.Unit})
	}
	status := 0
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{Layout: "workbench/files", Title: v.Say("files.title"), Section: "cases", Data: view, Private: true, Status: status}, nil
}

// kept is the case of an address, where files are kept at all.
func (s *room) kept(v *page.Visit) (CaseFile, error) {
	if s.Files == nil {
		return CaseFile{}, v.Missing("page.not_found", "error.page")
	}
	c, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	return c, errs.Wrap("workbench.case", err)
}

// transferTime is how long one file may take over a slow line.
const transferTime = 5 * time.Minute

// unhurried gives a request the time that a file takes, where the server can.
func unhurried(w http.ResponseWriter) {
	control, until := http.NewResponseController(w), time.Now().Add(transferTime)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
}

// putFile keeps a file with a case, as it comes, without holding it.
func (s *room) putFile(w http.ResponseWriter, v *page.Visit) error {
	c, err := s.kept(v)
	if err != nil {
		return err
	}
	unhurried(w)
	v.Body = http.MaxBytesReader(w, v.Body, kinds.Most+kinds.MiB)
	sent, file, err := upload(v)
	if err == nil {
		defer file.Close() //nolint:errcheck // it was only read
		sent.Case = c.Case.ID
		_, err = s.Files.Put(v.Context(), v.Who, sent)
	}
	if err == nil {
		return v.Show(w, &page.Screen{Goto: v.Link(filesPath(c.Number))})
	}
	told, err := v.Told(err)
	if err != nil {
		return errs.Wrap("workbench.put_file", err)
	}
	screen, err := s.filesScreen(v, told)
	if err != nil {
		return err
	}
	return v.Show(w, screen)
}

// upload reads the form of a file up to the file, which comes last.
func upload(v *page.Visit) (attachment.Sent, io.ReadCloser, error) {
	var sent attachment.Sent
	form, err := v.MultipartReader()
	if err != nil {
		return sent, nil, v.Invalid("form.invalid", "error.form")
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return sent, nil, v.Invalid("form.invalid", "error.form")
		}
		if part.FormName() == "file" {
			sent.Name, sent.Media, sent.Body = part.FileName(), part.Header.Get("Content-Type"), part
			return sent, part, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, maxLine))
		if err != nil {
			return sent, nil, v.Invalid("form.invalid", "error.form")
		}
		switch part.FormName() {
		case "leg":
			sent.Leg = number(string(value))
		case "cleared":
			sent.Cleared = string(value) == "true"
		case "once":
			sent.Once = attachment.Once{Account: v.Who.ID, Key: "page " + string(value)}
		}
	}
}

// file writes a file as it is kept, or the part of it that is asked for.
func (s *room) file(w http.ResponseWriter, v *page.Visit) error {
	c, err := s.kept(v)
	if err != nil {
		return err
	}
	a, body, err := s.Files.Get(v.Context(), v.Who, c.Case.ID, ident.AttachmentID(v.PathValue("file")))
	if err != nil {
		return errs.Wrap("workbench.file", err)
	}
	defer body.Close() //nolint:errcheck // it was only read
	unhurried(w)
	shown := "inline"
	if !a.Kind.Photo() && !a.Kind.Audio() {
		shown = "attachment"
	}
	head := w.Header()
	head.Set("Content-Type", string(a.Kind))
	head.Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": a.Name}))
	head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	head.Set("Cache-Control", "private, no-cache")
	head.Set("ETag", `"`+a.Digest+`"`)
	http.ServeContent(w, v.Request, "", a.At, body)
	return nil
}

// evidence are the files of a case that an action may name.
func evidence(files []fileView) (all []page.Option) {
	for _, f := range files {
		all = append(all, page.Option{Value: string(f.ID), Label: f.Name})
	}
	return all
}

// named are the files that a form names, of those that the visitor may know.
func named(files []fileView, sent url.Values) (all []casework.TextRef) {
	for _, f := range files {
		if slices.Contains(sent["evidence"], string(f.ID)) {
			all = append(all, casework.TextRef(f.ID))
		}
	}
	return all
}
