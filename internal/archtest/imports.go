package archtest

import (
	"fmt"
	"slices"
)

// checkLayers finds packages outside every layer and imports of our own
// packages that point up or sideways.
func checkLayers(t *Tree) []string {
	var found []string
	for _, p := range t.Packages {
		if _, ok := layerOf(p.Path); !ok {
			found = append(found, fmt.Sprintf("%s: this package stands in no layer; design §2 says which there are", p.Path))
		}
	}
	t.files(func(p *Package, f *File) {
		for _, spec := range f.AST.Imports {
			to, ours := t.local(importPath(spec))
			if !ours {
				continue
			}
			if why := refuse(p.Path, to, f.Test); why != "" {
				found = append(found, t.at(spec.Pos(), "%s may not import %s: %s", p.Path, to, why))
			}
		}
	})
	return found
}

// refuse returns why a package may not import another one of ours, or "".
func refuse(from, to string, test bool) string {
	l, ok := layerOf(from)
	if !ok {
		return "" // reported once for the package
	}
	declared := slices.ContainsFunc(neighbours, func(n neighbour) bool {
		return within(from, n.from) && within(to, n.to)
	})
	switch {
	case within(to, rigs...):
		if test || within(from, rigs...) {
			return ""
		}
		return "it exists for tests and is imported by tests only"
	case test && testReaches(from, to):
		return ""
	case room(from) == room(to), declared, within(to, l.below...):
		return ""
	case within(to, "demo"):
		return "the demonstration's figures must not leak into the product; only edge/cli starts it"
	case within(to, l.folder):
		return "packages of " + l.folder + " meet through small interfaces, or along the list neighbours in internal/archtest/layers.go"
	}
	return "imports point down only: " + l.why
}

// module is a third-party module and who may use it.
type module struct {
	path   string
	places []string // folders; none where only tests may
	why    string
}

// modules is where each dependency is let in. docs/dependencies.md says why we
// have it at all.
var modules = []module{
	{"codeberg.org/go-pdf/fpdf", []string{"internal/edge/export/pdf"}, "PDF is one form of a bulletin"},
	{"github.com/alecthomas/kong", []string{"internal/edge/cli"}, "flags exist on the command line only"},
	{"github.com/coreos/go-oidc/v3", []string{"internal/app/people"}, "only people are signed in by a provider"},
	{"github.com/danielgtaylor/huma/v2", []string{"internal/edge/api"}, "the API is described by its own types, there and nowhere else"},
	{"github.com/emmansun/gmsm", []string{"internal/domain", "internal/store", "internal/app"}, "hashes are made and fields sealed below the edges"},
	{"github.com/goccy/go-yaml", []string{"internal/domain", "internal/app", "internal/edge"}, "schemes, calendars and configuration are YAML"},
	{"github.com/gowebpki/jcs", []string{"internal/domain/bulletin"}, "only the bulletin's hash needs canonical JSON"},
	{"github.com/jackc/pgx/v5", []string{"internal/store", "bench/lists"}, "drivers stay behind the store, but for a tool that multiplies rows beneath it"},
	{"github.com/minio/minio-go/v7", []string{"internal/app/attachment/bucket"}, "only attachments are kept in an S3 store"},
	{"github.com/pquerna/otp", []string{"internal/app/people"}, "codes are for signing in"},
	{"github.com/pressly/goose/v3", []string{"internal/store"}, "migrations belong to the store"},
	{"github.com/prometheus/client_golang", []string{"internal/edge/serving"}, "only who serves counts requests"},
	{"github.com/transparency-dev/merkle", []string{"internal/domain/merkle"}, "trees are made and paths checked in one place"},
	{"github.com/xuri/excelize/v2", []string{"internal/edge"}, "a workbook is a way in or out"},
	{"go.opentelemetry.io/otel", []string{"internal/edge/serving"}, "other floors speak of spans through internal/kernel/span"},
	{"golang.org/x/crypto/acme", []string{"internal/edge/serving"}, "certificates are a server's"},
	{"golang.org/x/crypto", []string{"internal/app/people"}, "passwords are digested there alone"},
	{"golang.org/x/image/font/sfnt", []string{"internal/edge/export/pdf"}, "only what embeds a font has to know it"},
	{"golang.org/x/oauth2", []string{"internal/app/people"}, "it belongs to the sign-in by a provider"},
	{"golang.org/x/term", []string{"internal/edge/cli"}, "only cli knows a terminal"},
	{"golang.org/x/text", []string{"internal/domain", "internal/app", "internal/edge"}, "encodings and widths are not the store's business"},
	{"golang.org/x/time", []string{"internal/edge/serving"}, "rates are of requests"},
	{"rsc.io/qr", []string{"internal/edge/web/square"}, "receipts and letters have QR codes, drawn in one place"},
	{"modernc.org/sqlite", []string{"internal/store", "bench/lists"}, "drivers stay behind the store, but for a tool that multiplies rows beneath it"},

	{"github.com/getkin/kin-openapi", nil, "tests only: the document is checked by a reader that did not write it"},
	{"github.com/google/go-cmp", nil, "tests only"},
	{"github.com/johannesboyne/gofakes3", nil, "tests only: the store that ours keeps files in"},
	{"github.com/rogpeppe/go-internal", nil, "tests only"},
	{"github.com/santhosh-tekuri/jsonschema/v6", nil, "tests only: schemes are checked by our own reader, the schema is for editors"},
	{"github.com/zitadel/oidc/v3", nil, "tests only: the provider that ours is a client of"},
	{"go.opentelemetry.io/proto/otlp", nil, "tests only: what a collector reads of traces"},
	{"go.uber.org/goleak", nil, "tests only"},
	{"google.golang.org/protobuf", nil, "tests only: what a collector reads of traces"},
	{"pgregory.net/rapid", nil, "tests only"},
}

// checkModules finds third-party imports where they are not let in.
func checkModules(t *Tree) []string {
	var found []string
	t.files(func(p *Package, f *File) {
		for _, spec := range f.AST.Imports {
			name := importPath(spec)
			if _, ours := t.local(name); ours || t.isStandard(name) {
				continue
			}
			i := slices.IndexFunc(modules, func(m module) bool { return within(name, m.path) })
			switch {
			case i < 0:
				found = append(found, t.at(spec.Pos(), "%s is not in the list modules of internal/archtest/imports.go: a new dependency needs a reason and a place", name))
			case f.Test, len(modules[i].places) == 0 && within(p.Path, rigs...):
			case within(p.Path, "internal/kernel"):
				found = append(found, t.at(spec.Pos(), "the kernel may not import %s: it stands on the standard library alone", name))
			case within(p.Path, modules[i].places...):
			default:
				found = append(found, t.at(spec.Pos(), "%s may not import %s: %s", p.Path, name, modules[i].why))
			}
		}
	})
	return found
}
