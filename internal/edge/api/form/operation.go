package form

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// JSONType is the media type of what is sent and answered.
const JSONType = "application/json"

// RowOperation is an operation and the action that it gives.
type RowOperation struct {
	Do        casework.Action
	Operation huma.Operation
}

// OperationOf describes the operation of a row; its path is left to be filled.
func OperationOf[S ~string](row casework.Row[S], of string) RowOperation {
	required := len(row.Ask) > 0
	return RowOperation{row.Do, huma.Operation{
		OperationID: string(row.Do),
		Method:      http.MethodPost,
		Summary:     row.Do.Chinese() + " " + strings.ReplaceAll(string(row.Do), "_", " "),
		Description: "Needs the permission `" + string(row.Need) + "`." + from(row.From) + to(row.To),
		Tags:        []string{of},
		RequestBody: &huma.RequestBody{Required: required, Content: map[string]*huma.MediaType{JSONType: {Schema: bodySchema(row.Ask, row.May)}}},
		Responses:   map[string]*huma.Response{},
	}}
}

func joined[S ~string](states []S) string {
	names := make([]string, len(states))
	for i, state := range states {
		names[i] = string(state)
	}
	return strings.Join(names, ", ")
}

// from is empty for an action that begins a case.
func from[S ~string](states []S) string {
	if named := joined(states); named != "" {
		return " From: " + named + "."
	}
	return ""
}

func to[S ~string](state S) string {
	if state == "" {
		return ""
	}
	return " To: " + string(state) + "."
}

// Offer is one action that the caller may take.
type Offer struct {
	Action casework.Action  `json:"action"`
	Leg    int              `json:"leg,omitempty"`
	Name   string           `json:"name" doc:"中文名称"`
	Href   string           `json:"href" doc:"Where to POST it"`
	Ask    []casework.Field `json:"ask,omitempty" doc:"Fields that it must carry"`
	May    []casework.Field `json:"may,omitempty" doc:"Fields that it may carry"`
	List   string           `json:"reason_list,omitempty" doc:"Where the region keeps a list for the reason: its key in the vocabulary 原因清单"`
}

// Under is where the actions on a leg stand under their case; 0 is the case.
func Under(leg int) string {
	if leg == 0 {
		return "/"
	}
	return "/legs/" + strconv.Itoa(leg) + "/"
}

// Digest tells one request from another under the same key.
func Digest(id ident.CaseID, cmd casework.Command, version int, sent *Body) string {
	return DigestOf(id, cmd.Do, cmd.Leg, version, sent)
}

// DigestOf tells one request from another under the same key.
func DigestOf(parts ...any) string {
	body, err := json.Marshal(parts)
	if err != nil {
		panic(err) // plain data encodes
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
