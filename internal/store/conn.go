package store

import (
	"container/list"
	"context"
	"database/sql"
)

// maxStatements bounds the prepared statements of one SQLite connection.
const maxStatements = 400

// conn is one SQLite connection with its prepared statements, the least
// recently used given up first. Preparing costs more than most statements
// take (BenchmarkStatementCache). It is for one goroutine at a time.
type conn struct {
	sql   *sql.Conn
	known map[string]*list.Element // of *prepared
	used  *list.List               // front: latest
	most  int
}

type prepared struct {
	text string
	stmt *sql.Stmt
}

func newConn(c *sql.Conn) *conn {
	return &conn{sql: c, known: map[string]*list.Element{}, used: list.New(), most: maxStatements}
}

// statement is the prepared statement of a text.
func (c *conn) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if e, ok := c.known[text]; ok {
		c.used.MoveToFront(e)
		return e.Value.(*prepared).stmt, nil
	}
	stmt, err := c.sql.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if c.used.Len() >= c.most {
		oldest := c.used.Remove(c.used.Back()).(*prepared)
		delete(c.known, oldest.text)
		if err := oldest.stmt.Close(); err != nil {
			return nil, err
		}
	}
	c.known[text] = c.used.PushFront(&prepared{text, stmt})
	return stmt, nil
}

// run executes a statement without parameters or rows, such as BEGIN.
func (c *conn) run(ctx context.Context, text string) error {
	stmt, err := c.statement(ctx, text)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

// close finalises the statements and gives the connection back.
func (c *conn) close() error {
	for e := c.used.Front(); e != nil; e = e.Next() {
		_ = e.Value.(*prepared).stmt.Close() // the connection goes with it
	}
	return c.sql.Close()
}

// connSession is a transaction on a conn.
type connSession struct {
	ctx  context.Context
	conn *conn
}

func (s connSession) exec(text string, args []any) (int64, error) {
	stmt, err := s.conn.statement(s.ctx, text)
	if err != nil {
		return 0, err
	}
	r, err := stmt.ExecContext(s.ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (s connSession) query(text string, args []any) (rows, error) {
	stmt, err := s.conn.statement(s.ctx, text)
	if err != nil {
		return nil, err
	}
	rs, err := stmt.QueryContext(s.ctx, args...)
	if err != nil {
		return nil, err
	}
	return rs, nil
}

func (s connSession) prepare(text string) error {
	_, err := s.conn.statement(s.ctx, text)
	return err
}
