package attachment_test

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huying/internal/app/admin"
	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const region = ident.RegionCode("330802")

var monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)

// world is a founded region with units u1 and u2, and files in a folder.
type world struct {
	t       *testing.T
	store   *store.Store
	hand    *clock.Hand
	dir     string
	blobs   attachment.Folder
	cabinet *attachment.Cabinet
	desk    *desk.Desk
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	t.Parallel()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		w := &world{t: t, store: s, hand: hand, dir: t.TempDir()}
		w.blobs = attachment.NewFolder(filepath.Join(w.dir, "files"))
		w.must(os.Mkdir(filepath.Join(w.dir, "spool"), 0o700))
		w.found()
		w.cabinet = w.over(w.blobs)
		fn(w)
	})
}

// over is a cabinet over other blobs.
func (w *world) over(b attachment.Blobs) *attachment.Cabinet {
	return attachment.New(attachment.Options{
		Store: w.store, Region: region, IDs: ident.NewSource(rand.Reader), Blobs: b, Spool: filepath.Join(w.dir, "spool"),
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) found() {
	w.t.Helper()
	w.must(admin.New(admin.Options{Store: w.store, IDs: ident.NewSource(rand.Reader)}).Install(w.t.Context(), region, "柯城区", "district"))
	w.must(w.store.Update(w.t.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town}} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	}))
	w.desk = desk.New(desk.Options{Store: w.store, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test")})
}

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}

func who(grants ...identity.Actor) identity.Account {
	return identity.Account{ID: grants[0].ID, Grants: grants}
}

var (
	operator   = who(as(identity.Operator))
	dispatcher = who(as(identity.Dispatcher))
	unit       = who(as(identity.UnitLeader, "u1"))
	otherUnit  = who(as(identity.UnitLeader, "u2"))
	auditor    = who(as(identity.Auditor))
	outsourced = who(as(identity.Outsourced))
)

// begin receives a case and hands it to u1.
func (w *world) begin(d casework.Disclosure) ident.CaseID {
	w.t.Helper()
	c, err := w.desk.Do(w.t.Context(), as(identity.Operator), "", casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Disclosure: d},
	}})
	w.must(err)
	w.do(c.ID, as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
	return c.ID
}

func (w *world) do(id ident.CaseID, by identity.Actor, cmd casework.Command) {
	w.t.Helper()
	_, err := w.desk.Do(w.t.Context(), by, id, cmd)
	w.must(err)
}

// photo is a picture of one grey, with what a camera tells of the place.
func photo(grey byte) []byte {
	m := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = grey
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	const told = "\xff\xe1\x00\x14Exif\x00\x00SECRET-PLACE"
	return append(append(bytes.Clone(b.Bytes()[:2]), told...), b.Bytes()[2:]...)
}

func sent(id ident.CaseID, leg int, body []byte) attachment.Sent {
	return attachment.Sent{Case: id, Leg: leg, Name: "路灯13812345678.jpg", Media: "image/jpeg", Body: bytes.NewReader(body)}
}

func (w *world) put(by identity.Account, s attachment.Sent) attachment.Attachment {
	w.t.Helper()
	a, err := w.cabinet.Put(w.t.Context(), by, s)
	w.must(err)
	return a
}

// files are the paths under the folder of the bytes, and what is being taken in.
func (w *world) files() (all []string) {
	w.t.Helper()
	for _, pattern := range []string{"files/*/*", "spool/*"} {
		some, err := filepath.Glob(filepath.Join(w.dir, pattern))
		w.must(err)
		for _, path := range some {
			rel, err := filepath.Rel(w.dir, path)
			w.must(err)
			all = append(all, rel)
		}
	}
	return all
}

// read gives the bytes of a file as an account gets them.
func (w *world) read(by identity.Account, a attachment.Attachment) ([]byte, error) {
	_, body, err := w.cabinet.Get(w.t.Context(), by, a.Case, a.ID)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}
