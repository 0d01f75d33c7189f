package scoring

import (
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Keys of the columns that are not measures.
const (
	columnList  = "list"
	columnUnit  = "unit"
	columnBasic = "basic"
)

// cellKind is what a cell of a column holds.
type cellKind uint8

const (
	cellText    cellKind = iota
	cellCount            // whole number
	cellDays             // decimal, may be empty
	cellPercent          // decimal from 0 to 100, with or without %, may be empty
)

// column is one column that a table may have.
type column struct {
	key      string
	names    []string // other headers that mean it
	kind     cellKind
	required bool
}

// columns is in the order of design §4.1.
var columns = [...]column{
	{columnList, []string{"榜", "榜单", "列表"}, cellText, true},
	{columnUnit, []string{"单位", "承办单位", "单位名称"}, cellText, true},
	{string(Handled), []string{"办理", "办理件数", "办理数", "交办件数", "受理件数"}, cellCount, true},
	{string(Surveyed), []string{"参评件数", "评价件数", "有效回访件数", "回访评价数"}, cellCount, true},
	{string(Dissatisfied), []string{"不满意", "不满意件数", "不满意数"}, cellCount, true},
	{columnBasic, []string{"基本满意", "基本满意件数", "基本满意数"}, cellCount, false},
	{string(AvgDays), []string{"平均办理时长", "平均办理时长（天）", "平均办理时长(天)", "平均天数"}, cellDays, true},
	{string(SignRate), []string{"按期受理率", "按期签收率"}, cellPercent, false},
	{string(CloseRate), []string{"按期办结率"}, cellPercent, false},
	{string(CallBackRate), []string{"按期回访核实率", "按期回访率"}, cellPercent, false},
	{string(SolvedRate), []string{"解决率"}, cellPercent, false},
	{string(ReachedRate), []string{"联系成功率"}, cellPercent, false},
	{string(Overdue), []string{"超期办结件数", "超期件数"}, cellCount, false},
	{string(LateSigns), []string{"超期签收件数"}, cellCount, false},
	{string(LateCallBacks), []string{"超期回访件数"}, cellCount, false},
	{string(Returns), []string{"退单次数", "退单数"}, cellCount, false},
	{string(Reworks), []string{"重办次数", "重办数"}, cellCount, false},
	{string(Extensions), []string{"延期次数", "延期数"}, cellCount, false},
	{string(Notices), []string{"通报次数", "通报件数"}, cellCount, false},
}

// computed are the columns that scoring adds; a table may not bring its own.
var computed = [...]string{"satisfaction", "index", "rank", "效能指数", "排名", "满意率"}

// findColumn finds the column that a header cell means.
func findColumn(header string) (*column, error) {
	name := strings.ToLower(header)
	for i := range columns {
		c := &columns[i]
		if name == c.key {
			return c, nil
		}
		for _, n := range c.names {
			if name == n {
				return c, nil
			}
		}
	}
	for _, n := range computed {
		if name == n {
			return nil, errs.Newf(errs.Invalid, "table.column_computed",
				"column %q is computed here; expected it to be left out of the input",
				"列“%s”由系统计算，不应出现在输入中", header)
		}
	}
	return nil, errs.Newf(errs.Invalid, "table.column_unknown", "unknown column %q; expected %s", "没有列“%s”，应为 %s", header, columnNames())
}

func columnNames() string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.key
	}
	return strings.Join(names, ", ")
}

// maxCount bounds counts in a table, so that no sum of rows overflows.
const maxCount = 1_000_000_000

// maxDays bounds an average in days: a century.
const maxDays = 36_525

// parseCount reads a whole number of things.
func (c *column) parseCount(cell string) (int, error) {
	n, err := strconv.Atoi(cell)
	if err != nil || n < 0 || n > maxCount {
		return 0, errs.Newf(errs.Invalid, "table.number", "%s %q; expected a whole number from 0 to %d", "%s 为“%s”，应为 0 至 %d 的整数", c.key, cell, maxCount)
	}
	return n, nil
}

// parseNumber reads days or a percentage.
func (c *column) parseNumber(cell string) (exact.Value, error) {
	most, unit := exact.Int(maxDays), "days"
	text := cell
	if c.kind == cellPercent {
		most, unit = exact.Int(100), "percent"
		text = strings.TrimSpace(strings.TrimRight(cell, "%％"))
	}
	v, err := exact.Parse(text)
	if err != nil || v.Sign() < 0 || v.Cmp(most) > 0 {
		return exact.Value{}, errs.Newf(errs.Invalid, "table.number", "%s %q; expected a decimal from 0 to %s %s", "%s 为“%s”，应为 0 至 %s 的数（%s）", c.key, cell, most, unit)
	}
	return v, nil
}
