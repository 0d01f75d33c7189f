// Package letter is what the centre prints for those who bring cases: the
// reply 答复函, and the notices of acceptance and of non-acceptance 受理、不予受理告知书,
// in words that administrators edit. Who it goes to is in clear only on the copy
// that is sent, by who may see it, with a reason, on record.
package letter
