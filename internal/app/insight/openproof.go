package insight

import (
	"context"
	"fmt"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/merkle"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// alteredLegs says in what the open data of a publication is not what its root
// was made of. Empty when it is sound, or the bulletin has none.
func (in *Insight) alteredLegs(tx *store.Tx, p store.Publication) (string, error) {
	if p.Seal.Hash == "" {
		return "", nil
	}
	records, err := tx.PublishedRecords(in.region, p.Period, p.AsOf)
	if err != nil {
		return "", err
	}
	if len(records) != p.Seal.Legs {
		return fmt.Sprintf("%d legs of open data; expected %d", len(records), p.Seal.Legs), nil
	}
	if openleg.SealOf(p.Seal.Hash, records) != p.Seal {
		return "the open data is not what its seal was made of", nil
	}
	return "", nil
}

// OpenLegs returns the open data of a published bulletin, as the file that
// everybody may have; a zero asOf is the latest publication of the period.
// Errors: those of Published; NotFound ("publication.no_open_legs") for one
// without open data.
func (in *Insight) OpenLegs(ctx context.Context, p calendar.Period, asOf time.Time) ([]byte, error) {
	found, err := in.Published(ctx, p, asOf)
	if err != nil {
		return nil, err
	}
	var records [][]byte
	err = in.store.View(ctx, func(tx *store.Tx) (err error) {
		records, err = tx.PublishedRecords(in.region, p, found.AsOf)
		return err
	})
	if err == nil && found.Seal.Hash == "" {
		err = errs.New(errs.NotFound, "publication.no_open_legs", "that bulletin was published without open data", "该期通报未附开放数据")
	}
	if err != nil {
		return nil, errs.Wrap("insight.open_legs", err)
	}
	return openleg.Table(records), nil
}

// Proofs are the proofs that the legs of a case were counted, in every bulletin
// that counts one, the latest first: for whoever brought the case.
func (in *Insight) Proofs(ctx context.Context, id ident.CaseID) ([]openleg.Proof, error) {
	var all []openleg.Proof
	err := in.store.View(ctx, func(tx *store.Tx) error {
		all = nil
		own, err := tx.OwnPublishedLegs(id)
		if err != nil {
			return err
		}
		trees := map[publicationKey]*published{}
		for _, l := range own {
			key := publicationKey{l.Period, l.AsOf.UnixMicro()}
			if trees[key] == nil {
				if trees[key], err = in.publishedTree(tx, l.Period, l.AsOf); err != nil {
					return err
				}
			}
			proof, err := trees[key].prove(&l)
			if err != nil {
				return err
			}
			all = append(all, proof)
		}
		return nil
	})
	return all, errs.Wrap("insight.proofs", err)
}

type publicationKey struct {
	period calendar.Period
	asOf   int64
}

// published is a bulletin with the tree of its open data.
type published struct {
	title string
	store.Publication
	tree *merkle.Tree
}

func (in *Insight) publishedTree(tx *store.Tx, p calendar.Period, asOf time.Time) (*published, error) {
	found, err := tx.Publication(in.region, p, asOf)
	if err != nil {
		return nil, err
	}
	if err := unaltered(found); err != nil {
		return nil, err
	}
	doc, err := bulletin.Decode("publication "+found.Hash, []byte(found.Body))
	if err != nil {
		return nil, err
	}
	records, err := tx.PublishedRecords(in.region, p, asOf)
	if err != nil {
		return nil, err
	}
	return &published{doc.Title, found, merkle.New(found.Seal.Hash, records)}, nil
}

func (p *published) prove(l *store.OwnPublishedLeg) (openleg.Proof, error) {
	path, err := p.tree.Path(l.Place)
	if err != nil {
		return openleg.Proof{}, err
	}
	return openleg.Proof{
		Title: p.title, Bulletin: p.Hash, Hash: p.Seal.Hash, Size: p.Seal.Legs, Root: p.Seal.Root,
		Head: l.Head, Leg: l.Leg, Record: l.Record, Place: l.Place, Path: openleg.Hexed(path),
	}, nil
}
