package api

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/ident"
)

// Files keeps the files that come with cases.
type Files interface {
	Put(ctx context.Context, who identity.Account, f attachment.Sent) (attachment.Attachment, error)
	List(ctx context.Context, who identity.Account, id ident.CaseID) ([]attachment.Attachment, error)
	Get(ctx context.Context, who identity.Account, of ident.CaseID, id ident.AttachmentID) (attachment.Attachment, io.ReadSeekCloser, error)
}

var _ Files = (*attachment.Cabinet)(nil)

func (s *server) registerAttachments() {
	if s.Files == nil {
		return
	}
	const tag, path = "attachment 附件", Prefix + "/cases/{case}/attachments"
	huma.Register(s.api, huma.Operation{
		OperationID: "list_attachments", Method: http.MethodGet, Path: path, Tags: []string{tag},
		Summary: "附件列表 The files of a case that the caller may know, oldest first",
	}, s.listAttachments)
	huma.Register(s.api, huma.Operation{
		OperationID: "put_attachment", Method: http.MethodPost, Path: path, Tags: []string{tag}, DefaultStatus: http.StatusCreated,
		Summary: "上传附件 Keep a photo, a recording or a PDF with a case",
		Description: "What a photo tells of place, time and maker is taken out. Photos up to 20 MiB (JPEG, PNG, WebP), recordings (MP3, M4A, WAV, AMR) " +
			"and PDF up to 50 MiB; a file must be what its name says. The identifier is what the evidence of an action names.",
		Middlewares: huma.Middlewares{form.Carry},
	}, s.putAttachment)
	s.api.OpenAPI().Paths[path].Post.RequestBody = form.FileBody()
	huma.Register(s.api, huma.Operation{
		OperationID: "get_attachment", Method: http.MethodGet, Path: path + "/{attachment}", Tags: []string{tag},
		Summary:   "下载附件 A file as it is kept; parts of it by Range",
		Responses: form.FileAnswer(),
	}, s.getAttachment)
}

// AttachmentView is a file that came with a case.
type AttachmentView struct {
	ID      ident.AttachmentID `json:"id"`
	Leg     int                `json:"leg,omitempty" doc:"Absent: of the case"`
	Name    string             `json:"name" doc:"文件名, without anybody's numbers"`
	Kind    files.Kind         `json:"kind" example:"image/jpeg"`
	Size    int64              `json:"size" doc:"Bytes, as it is kept"`
	SHA256  string             `json:"sha256" doc:"Of the file as it is kept"`
	Marks   []files.Mark       `json:"marks,omitempty" enum:"stripped,metadata,active" doc:"stripped: place and maker were taken out; metadata: it may tell of its maker; active: a document that would do something when it is opened"`
	By      ident.UserID       `json:"by"`
	Role    identity.Role      `json:"role"`
	At      time.Time          `json:"at"`
	ByUnit  bool               `json:"by_unit,omitempty" doc:"A unit put it, not the centre"`
	Cleared bool               `json:"cleared,omitempty" doc:"It tells nothing of who brought the case"`
	Href    string             `json:"href"`
}

func viewAttachment(a attachment.Attachment) AttachmentView {
	return AttachmentView{
		ID: a.ID, Leg: a.Leg, Name: a.Name, Kind: a.Kind, Size: a.Size, SHA256: a.Digest, Marks: a.Marks, By: a.Account, Role: a.Role,
		At: a.At, ByUnit: a.ByUnit, Cleared: a.Cleared, Href: Prefix + "/cases/" + string(a.Case) + "/attachments/" + string(a.ID),
	}
}

type attachmentsOutput struct {
	Body struct {
		Attachments []AttachmentView `json:"attachments"`
	}
}

func (s *server) listAttachments(ctx context.Context, in *getInput) (*attachmentsOutput, error) {
	list, err := s.Files.List(ctx, account(ctx), in.Case)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &attachmentsOutput{}
	out.Body.Attachments = make([]AttachmentView, len(list))
	for i, a := range list {
		out.Body.Attachments[i] = viewAttachment(a)
	}
	return out, nil
}

type putInput struct {
	Once    string       `header:"Idempotency-Key" maxLength:"100" doc:"The same file sent again under this key, within a day, is not kept again 幂等键"`
	Case    ident.CaseID `path:"case" maxLength:"40"`
	Leg     int          `query:"leg" minimum:"0" maximum:"1000" doc:"The leg that it belongs to; units put theirs with their leg"`
	Cleared bool         `query:"cleared" doc:"It tells nothing of who brought the case, so units may see it though that is kept from them"`
}

type putOutput struct {
	Location string `header:"Location"`
	Body     AttachmentView
}

// putAttachment reads the file as it comes, without holding it.
func (s *server) putAttachment(ctx context.Context, in *putInput) (*putOutput, error) {
	part, err := form.Part(ctx)
	if err != nil {
		return nil, s.problem(err)
	}
	sent := attachment.Sent{Case: in.Case, Leg: in.Leg, Name: part.FileName(), Media: part.Header.Get("Content-Type"), Cleared: in.Cleared, Body: part}
	if in.Once != "" {
		sent.Once = attachment.Once{Account: account(ctx).ID, Key: in.Once}
	}
	a, err := s.Files.Put(ctx, account(ctx), sent)
	if err != nil {
		return nil, s.problem(err)
	}
	v := viewAttachment(a)
	return &putOutput{Location: v.Href, Body: v}, nil
}

type getAttachmentInput struct {
	Case       ident.CaseID       `path:"case" maxLength:"40"`
	Attachment ident.AttachmentID `path:"attachment" maxLength:"40"`
}

// getAttachment writes the file, or the part of it that is asked for.
func (s *server) getAttachment(ctx context.Context, in *getAttachmentInput) (*huma.StreamResponse, error) {
	a, body, err := s.Files.Get(ctx, account(ctx), in.Case, in.Attachment)
	if err != nil {
		return nil, s.problem(err)
	}
	return form.Stream(a, body), nil
}

// namedAttachments are the identifiers of the attachments that an event keeps,
// each with a digest after a point.
func namedAttachments(evidence []casework.TextRef) []ident.AttachmentID {
	var all []ident.AttachmentID
	for _, e := range evidence {
		id, _, _ := strings.Cut(string(e), ".")
		all = append(all, ident.AttachmentID(id))
	}
	return all
}

// knownEvidence leaves out of a case's events the files that the caller may not
// know, nor that there are any.
func (s *server) knownEvidence(ctx context.Context, v *FileView) error {
	named := func(e EventView) bool { return len(e.Evidence) > 0 }
	if s.Files == nil || !slices.ContainsFunc(v.Events, named) {
		return nil
	}
	list, err := s.Files.List(ctx, account(ctx), v.ID)
	for i := range v.Events {
		e := &v.Events[i]
		e.Evidence = slices.DeleteFunc(e.Evidence, func(id ident.AttachmentID) bool {
			return !slices.ContainsFunc(list, func(a attachment.Attachment) bool { return a.ID == id })
		})
	}
	return err
}
