package own

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/ident"
)

// registerFiles makes the operations on the files of one's own case.
func (f *front) registerFiles() {
	if !f.Door.Keeps() {
		return
	}
	path := f.path + "/attachments"
	huma.Register(f.API, f.operation(huma.Operation{
		OperationID: "list_own_attachments", Method: http.MethodGet, Path: path,
		Summary:     "本人附件列表 The files that one has sent with one's case, and those named in a letter of the centre, oldest first",
		Description: "What is kept with the case otherwise is not told of.",
	}), f.list)
	huma.Register(f.API, f.operation(huma.Operation{
		OperationID: "put_own_attachment", Method: http.MethodPost, Path: path, DefaultStatus: http.StatusCreated,
		Summary: "上传附件 Send a photo, a recording or a PDF with one's own case",
		Description: "What a photo tells of place, time and maker is taken out. Nine files a case, 100 MiB together; kinds and sizes as those of staff. " +
			"The identifier is what the evidence of an action names.",
		Middlewares: huma.Middlewares{form.Carry},
	}), f.put)
	f.API.OpenAPI().Paths[path].Post.RequestBody = form.FileBody()
	huma.Register(f.API, f.operation(huma.Operation{
		OperationID: "get_own_attachment", Method: http.MethodGet, Path: path + "/{attachment}",
		Summary: "下载本人附件 One of those files as it is kept; parts of it by Range", Responses: form.FileAnswer(),
	}), f.get)
}

// ownAttachment is a file as whoever brought the case sees it.
type ownAttachment struct {
	ID     ident.AttachmentID `json:"id"`
	Name   string             `json:"name" doc:"文件名, without anybody's numbers"`
	Kind   files.Kind         `json:"kind" example:"image/jpeg"`
	Size   int64              `json:"size" doc:"Bytes, as it is kept"`
	SHA256 string             `json:"sha256" doc:"Of the file as it is kept"`
	At     time.Time          `json:"at"`
	Href   string             `json:"href"`
}

func (f *front) view(number ident.CaseNumber, a attachment.Attachment) ownAttachment {
	return ownAttachment{
		ID: a.ID, Name: a.Name, Kind: a.Kind, Size: a.Size, SHA256: a.Digest, At: a.At,
		Href: f.Prefix + "/own/" + string(number) + "/attachments/" + string(a.ID),
	}
}

type ownFilesOutput struct {
	Body struct {
		Attachments []ownAttachment `json:"attachments"`
	}
}

func (f *front) list(ctx context.Context, in *Key) (*ownFilesOutput, error) {
	c, err := f.Door.Open(ctx, in.Number, in.Code)
	if err != nil {
		return nil, f.Problem(err)
	}
	list, err := f.Door.List(ctx, c.ID)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &ownFilesOutput{}
	out.Body.Attachments = make([]ownAttachment, len(list))
	for i, a := range list {
		out.Body.Attachments[i] = f.view(in.Number, a)
	}
	return out, nil
}

type ownFileInput struct {
	Key
	Once string `header:"Idempotency-Key" maxLength:"100" doc:"The same file sent again under this key, within a day, is not kept again 幂等键"`
}

type ownFileOutput struct {
	Location string `header:"Location"`
	Body     ownAttachment
}

func (f *front) put(ctx context.Context, in *ownFileInput) (*ownFileOutput, error) {
	c, err := f.Door.Open(ctx, in.Number, in.Code)
	if err != nil {
		return nil, f.Problem(err)
	}
	part, err := form.Part(ctx)
	if err != nil {
		return nil, f.Problem(err)
	}
	a, err := f.Door.Put(ctx, attachment.Sent{Case: c.ID, Name: part.FileName(), Media: part.Header.Get("Content-Type"), Body: part}, in.Once)
	if err != nil {
		return nil, f.Problem(err)
	}
	v := f.view(in.Number, a)
	return &ownFileOutput{Location: v.Href, Body: v}, nil
}

type ownFileKey struct {
	Key
	Attachment ident.AttachmentID `path:"attachment" maxLength:"40"`
}

func (f *front) get(ctx context.Context, in *ownFileKey) (*huma.StreamResponse, error) {
	c, err := f.Door.Open(ctx, in.Number, in.Code)
	if err != nil {
		return nil, f.Problem(err)
	}
	a, body, err := f.Door.Get(ctx, c.ID, in.Attachment)
	if err != nil {
		return nil, f.Problem(err)
	}
	return form.Stream(a, body), nil
}
