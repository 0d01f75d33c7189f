package person

// words are the printed names.
var words = map[Field]struct{ zh, en string }{
	Name:       {"姓名", "name"},
	Phone:      {"联系电话", "phone"},
	Phone2:     {"备用电话", "second phone"},
	IDNumber:   {"证件号码", "identity number"},
	Address:    {"住址", "address"},
	Company:    {"单位名称", "company"},
	CreditCode: {"统一社会信用代码", "credit code"},
	Note:       {"备注", "note"},
	Companions: {"同行人员", "companions"},
}

// Chinese returns the printed name.
func (f Field) Chinese() string { return words[f].zh }

// English returns the printed name.
func (f Field) English() string { return words[f].en }
