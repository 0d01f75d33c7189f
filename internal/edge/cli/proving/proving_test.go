package proving_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/domain/merkle"
	"huying/internal/domain/openleg"
	"huying/internal/domain/survey"
	"huying/internal/edge/cli/proving"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// files are files by their names.
type files map[string][]byte

func (f files) ReadFile(name string) ([]byte, error) {
	data, ok := f[name]
	if !ok {
		return nil, errs.New(errs.Invalid, "file.missing", "there is no such file", "没有这个文件")
	}
	return data, nil
}

// given is what a citizen has: the proof of one leg among three.
func given(t *testing.T) (files, openleg.Seal) {
	t.Helper()
	var records [][]byte
	for i := range 3 {
		l := openleg.Line{ID: openleg.Name("head", i), Unit: "住建局", Verdict: survey.Dissatisfied}
		records = append(records, l.Record())
	}
	seal := openleg.SealOf(merkle.SM3, records)
	path, err := merkle.New(merkle.SM3, records).Path(1)
	if err != nil {
		t.Fatal(err)
	}
	p := openleg.Proof{Title: "通报", Hash: seal.Hash, Size: seal.Legs, Root: seal.Root, Head: "head", Leg: 1, Record: string(records[1]), Place: 1, Path: openleg.Hexed(path)}
	proof, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return files{"proof.json": proof}, seal
}

func TestProof(t *testing.T) {
	t.Parallel()
	f, seal := given(t)
	for _, root := range []string{"", seal.Root} {
		var out bytes.Buffer
		err := proving.Proof(f, &out, i18n.English, "proof.json", root)
		if want := "counted in 通报: 住建局, verdict dissatisfied; root " + seal.Root + "\n"; err != nil || out.String() != want {
			t.Errorf("%q, %v", out.String(), err)
		}
	}
	f["altered.json"] = bytes.Replace(f["proof.json"], []byte("dissatisfied"), []byte("satisfied"), 1)
	for name, code := range map[string]string{"altered.json": "proof.root", "nowhere.json": "file.missing"} {
		var out bytes.Buffer
		if err := proving.Proof(f, &out, i18n.Chinese, name, ""); errs.CodeOf(err) != code || out.Len() > 0 {
			t.Errorf("%s: %q, %v", name, out.String(), err)
		}
	}
	if err := proving.Proof(f, &bytes.Buffer{}, i18n.Chinese, "proof.json", strings.Repeat("0", 64)); errs.CodeOf(err) != "proof.bulletin" || !strings.Contains(err.Error(), seal.Root) {
		t.Errorf("another root: %v", err)
	}
}

func TestBulletin(t *testing.T) {
	t.Parallel()
	sound, err := bulletin.Encode(bulletintest.Rich())
	if err != nil {
		t.Fatal(err)
	}
	f := files{"sound.json": sound, "altered.json": bytes.Replace(sound, []byte(`"received": 6180`), []byte(`"received": 6181`), 1)}
	if doc, err := proving.Bulletin(f, "sound.json"); err != nil || doc.Hash != bulletintest.Rich().Hash {
		t.Errorf("%s, %v", doc.Hash, err)
	}
	if _, err := proving.Bulletin(f, "altered.json"); errs.CodeOf(err) != "bulletin.altered" || !strings.HasPrefix(err.Error(), "altered.json: ") {
		t.Errorf("altered: %v", err)
	}
}
