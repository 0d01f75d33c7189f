// Package attachment is the use cases of the files that come with cases: they
// are put, listed and fetched by whoever may know them, and swept away when
// nothing names them any more. It owns its transactions and the order in which
// records and bytes are written. Where the bytes are kept is behind Blobs: a
// folder here, an S3 store in package bucket.
package attachment
