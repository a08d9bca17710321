package stage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"klarmeld/internal/across"
	"klarmeld/internal/delivery"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/soap"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
)

// BenchmarkDelivery is what a message of a folder costs, on one core and on two: opened,
// read, judged by itself and held against the others.
func BenchmarkDelivery(b *testing.B) {
	roles, _ := municipalitytest.Roles(b)
	dir := b.TempDir()
	const files = 500
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.xml", i)), numbered(b, i), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				all := across.New()
				d := stage.DeliveryJudge{Workers: workers, Every: 1, Examiner: &stage.Examiner{By: judge.Beside{Roles: roles}, Across: true}}
				d.Tell = func(_ string, e stage.Examination) error {
					for _, m := range e.Messages {
						if err := all.Add(m.Name, m.Facts); err != nil {
							return err
						}
					}
					return e.Err
				}
				n, err := d.Read(b.Context(), delivery.Reader{Bounds: delivery.Bounds{File: soap.MaxBytes, Nested: delivery.Nested}}, []string{dir}, nil)
				if err == nil {
					err = all.Judge(func(verdict.Finding) error { return nil })
				}
				if n != files || err != nil {
					b.Fatal(n, err)
				}
				_ = all.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*files), "ns/message")
		})
	}
}
