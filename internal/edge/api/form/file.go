package form

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/kernel/errs"
)

// FileBody describes a form with one file. It is said after an operation is
// registered: the framework would read and check a body that it knows of.
func FileBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: Object([]string{"file"}, map[string]*huma.Schema{"file": rawFile()})},
	}}
}

// FileAnswer describes an answer that is a file of any kind.
func FileAnswer() map[string]*huma.Response {
	all := map[string]*huma.MediaType{}
	for _, k := range files.Kinds() {
		all[string(k)] = &huma.MediaType{Schema: rawFile()}
	}
	return map[string]*huma.Response{"200": {Description: "The file", Content: all}}
}

// rawFile is a file as it is. The framework would write a keyword beside its
// format that readers of 3.0 refuse.
func rawFile() *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Description: "文件", Extensions: map[string]any{"format": "binary"}}
}

// carriedKey finds the request of an operation that reads it itself.
type carriedKey struct{}

// Carry hands an operation its request, which it reads itself, and the time
// that a file takes.
func Carry(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	unhurried(w)
	r.Body = http.MaxBytesReader(w, r.Body, files.Most+files.MiB)
	next(huma.WithValue(ctx, carriedKey{}, r))
}

// transferTime is how long one file may take, in either direction: 50 MiB over
// a slow line.
const transferTime = 5 * time.Minute

// unhurried gives a request the time that a file takes. A server that cannot
// do so keeps to its own.
func unhurried(w http.ResponseWriter) {
	control, until := http.NewResponseController(w), time.Now().Add(transferTime)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
}

var errForm = errs.New(errs.Invalid, "attachment.form", "expected a form (multipart/form-data) with one file, called file", "应为含一个 file 文件的表单（multipart/form-data）")

// Part is the file of a request that Carry has handed over, read as it comes,
// without being held. Error: Invalid ("attachment.form").
func Part(ctx context.Context) (*multipart.Part, error) {
	r, _ := ctx.Value(carriedKey{}).(*http.Request)
	if r == nil {
		return nil, errForm
	}
	form, err := r.MultipartReader()
	if err != nil {
		return nil, errForm
	}
	part, err := form.NextPart()
	if err != nil || part.FormName() != "file" {
		return nil, errForm
	}
	return part, nil
}

// Stream answers with a file, or the part of it that is asked for, and closes
// it. A browser asks again each time: who may know it can change.
func Stream(a attachment.Attachment, body io.ReadSeekCloser) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		defer body.Close() //nolint:errcheck // it was only read
		r, w := humago.Unwrap(ctx)
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
		http.ServeContent(w, r, "", a.At, body)
	}}
}
