package reports

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"klarmeld/internal/privacy"
)

// clean returns a deep copy of v whose every string may leave the program. It
// walks the value's types instead of naming fields, so that a field added to
// verdict tomorrow is masked without anybody having to remember it. A nil
// slice becomes an empty one: a form never says null.
func clean[T any](v T) T {
	cleaned := map[string]string{} // a result says the same in many places
	return mapped(reflect.ValueOf(v), func(s reflect.Value) string {
		text, ok := cleaned[s.String()]
		if !ok {
			text = cleanText(s.String())
			cleaned[s.String()] = text
		}
		return text
	}).Interface().(T)
}

// mapped is a deep copy of v with every string through f.
func mapped(v reflect.Value, f func(reflect.Value) string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(f(v))
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(mapped(v.Field(i), f))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(mapped(v.Index(i), f))
		}
	case reflect.Bool, reflect.Int:
		out.Set(v)
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(mapped(v.Elem(), f))
		}
	default:
		// A map could carry a CPR number past us.
		panic(fmt.Sprintf("reports: %s cannot be cleaned", v.Type()))
	}
	return out
}

// cleanText masks CPR numbers. Before that it takes away what is not text:
// control characters, which a terminal would obey, and the marks that turn the
// direction of writing, which could also hide a number from the mask.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return privacy.Mask(s)
}
