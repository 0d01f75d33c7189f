package insight

import (
	"fmt"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// altered says in what a publication is not what was published: its document
// no longer gives its hash, or is filed under another. Empty when it is sound.
func altered(p store.Publication) string {
	doc, err := bulletin.Decode("", []byte(p.Body))
	switch {
	case err != nil:
		return "the document cannot be read: " + err.Error()
	case !bulletin.Verify(doc):
		return "the document is not the one that its hash was made of"
	case doc.Hash != p.Hash:
		return fmt.Sprintf("the document with the hash %.12s… is filed under %.12s…", doc.Hash, p.Hash)
	case doc.Period != p.Period || !doc.AsOf.Equal(p.AsOf.Truncate(time.Second)) || doc.Region.Code != string(p.Region):
		return "the document is of another region, period or moment"
	}
	return ""
}

// unaltered is an Internal error for a publication that was changed after it
// was published: nobody must take it for the bulletin.
func unaltered(p store.Publication) error {
	if what := altered(p); what != "" {
		return errs.New(errs.Internal, "publication.altered",
			"the published bulletin of "+p.Period.String()+" has been altered: "+what, "已发布的"+p.Period.Chinese()+"通报已被改动："+what)
	}
	return nil
}

func (in *Insight) verifyPublications(tx *store.Tx, f *findings) error {
	book, err := tx.Book(in.region)
	if err != nil {
		return err
	}
	all, err := tx.Publications(in.region)
	if err != nil {
		return err
	}
	for _, p := range all {
		what := altered(p)
		if what == "" {
			if what, err = in.alteredLegs(tx, p); err != nil {
				return err
			}
		}
		if what != "" {
			f.add("publication", p.Period.String()+" as of "+p.AsOf.In(book.Location).Format(time.RFC3339), "%s", what)
		}
	}
	return nil
}
