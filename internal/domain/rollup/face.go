package rollup

// Face 口径 is one way in which a day is split: by one thing or by two.
type Face string

// The faces of legs. Every leg is once in each, but in those of topics, in
// which it is once for each topic and facet that its case belongs to.
const (
	LegUnit         Face = "unit"
	LegChannel      Face = "channel"
	LegKind         Face = "kind"
	LegSubject      Face = "subject" // the whole path
	LegDivision     Face = "division"
	LegDays         Face = "days" // local dates from dispatch to closing; open ones are in none
	LegTopic        Face = "topic"
	LegUnitChannel  Face = "unit.channel"
	LegUnitKind     Face = "unit.kind"
	LegUnitSubject  Face = "unit.subject"
	LegUnitDivision Face = "unit.division"
	LegUnitDays     Face = "unit.days"
)

// The faces of cases, of which the same is true.
const (
	CaseAll             Face = "all"
	CaseChannel         Face = "channel"
	CaseKind            Face = "kind"
	CaseSubject         Face = "subject"
	CaseDivision        Face = "division"
	CaseTopic           Face = "topic"
	CaseChannelKind     Face = "channel.kind"
	CaseDivisionSubject Face = "division.subject"
)

// LegFaces are all faces of legs, CaseFaces all of cases.
func LegFaces() []Face {
	return []Face{
		LegUnit, LegChannel, LegKind, LegSubject, LegDivision, LegDays, LegTopic,
		LegUnitChannel, LegUnitKind, LegUnitSubject, LegUnitDivision, LegUnitDays,
	}
}

// CaseFaces are all faces of cases.
func CaseFaces() []Face {
	return []Face{
		CaseAll, CaseChannel, CaseKind, CaseSubject, CaseDivision, CaseTopic, CaseChannelKind, CaseDivisionSubject,
	}
}

// Key is one bucket of a face: what the leg or case is, by the first thing and
// by the second; empty where the face has but one, or nothing was said.
type Key struct {
	Face     Face
	One, Two string
}
