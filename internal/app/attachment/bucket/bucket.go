// Package bucket keeps the bytes of attachments in an S3-compatible store, such
// as those that cities run themselves. It knows only digests.
package bucket

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"huying/internal/app/attachment"
	"huying/internal/kernel/errs"
)

// Address is where a bucket is and by which keys it is reached. It holds a
// secret, so no message repeats it.
type Address struct {
	Host, Bucket, Prefix string
	Access, Secret       string
	Region               string
	Plain                bool // without TLS
}

var errAddress = errs.New(errs.Invalid, "files.address",
	"not the address of an S3 store; expected s3://ACCESS:SECRET@host/bucket, with ?plain=true for one without TLS and ?region=…",
	"不是 S3 存储地址，应如 s3://ACCESS:SECRET@host/bucket；不用 TLS 时加 ?plain=true，可加 ?region=…")

// Parse reads s3://ACCESS:SECRET@host/bucket/prefix?plain=true&region=R. Error:
// Invalid "files.address".
func Parse(text string) (Address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User == nil {
		return Address{}, errAddress
	}
	a := Address{Host: u.Host, Access: u.User.Username()}
	a.Secret, _ = u.User.Password()
	a.Bucket, a.Prefix, _ = strings.Cut(strings.Trim(u.Path, "/"), "/")
	for key, values := range u.Query() {
		switch {
		case key == "region":
			a.Region = values[0]
		case key == "plain" && (values[0] == "true" || values[0] == "false"):
			a.Plain = values[0] == "true"
		default:
			return Address{}, errAddress
		}
	}
	if a.Bucket == "" || a.Access == "" || a.Secret == "" {
		return Address{}, errAddress
	}
	return a, nil
}

// Bucket is the blobs in an S3 store.
type Bucket struct {
	client    *minio.Client
	transport *http.Transport
	at        Address
}

var _ attachment.Blobs = (*Bucket)(nil)

// Open returns a bucket that is there. Errors: Unready "files.bucket" for one
// that is not, or cannot be reached; Invalid "files.address".
func Open(ctx context.Context, a Address) (*Bucket, error) {
	transport, err := minio.DefaultTransport(!a.Plain)
	if err != nil {
		return nil, errs.Wrap("files.open", err)
	}
	client, err := minio.New(a.Host, &minio.Options{
		Creds: credentials.NewStaticV4(a.Access, a.Secret, ""), Secure: !a.Plain, Region: a.Region, Transport: transport,
		MaxRetries: 3, // a person waits
	})
	if err != nil {
		return nil, errAddress
	}
	b := &Bucket{client, transport, a}
	there, err := client.BucketExists(ctx, a.Bucket)
	if err != nil || !there {
		b.Close()
		return nil, &errs.Error{
			Kind: errs.Unready, Code: "files.bucket", Err: err,
			En: "the bucket " + a.Bucket + " on " + a.Host + " is not there, or cannot be reached with these keys",
			Zh: "存储桶 " + a.Bucket + "（" + a.Host + "）不存在，或无法以所给密钥访问",
		}
	}
	return b, nil
}

// Close ends the connections that are idle.
func (b *Bucket) Close() { b.transport.CloseIdleConnections() }

// name is what an object is called.
func (b *Bucket) name(digest string) string {
	const fan = 2
	return path.Join(b.at.Prefix, digest[:fan], digest[fan:])
}

// Put keeps bytes, in one request: the store shows them whole or not at all.
func (b *Bucket) Put(ctx context.Context, digest string, from io.Reader, size int64) error {
	_, err := b.client.PutObject(ctx, b.at.Bucket, b.name(digest), from, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true,
	})
	return errs.Wrap("files.put", err)
}

// Get reads them.
func (b *Bucket) Get(ctx context.Context, digest string) (io.ReadSeekCloser, error) {
	object, err := b.client.GetObject(ctx, b.at.Bucket, b.name(digest), minio.GetObjectOptions{})
	if err != nil {
		return nil, errs.Wrap("files.get", err)
	}
	if _, err := object.Stat(); err != nil { // only now it is asked for
		if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
			err = attachment.ErrMissing
		}
		return nil, errs.Wrap("files.get", errors.Join(err, object.Close()))
	}
	return object, nil
}

// Delete deletes them.
func (b *Bucket) Delete(ctx context.Context, digest string) error {
	return errs.Wrap("files.delete", b.client.RemoveObject(ctx, b.at.Bucket, b.name(digest), minio.RemoveObjectOptions{}))
}
