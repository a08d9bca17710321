package privacy

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"klarmeld/internal/lazyregexp"
)

// Secret stands in the place of what opens a door.
const Secret = "[skjult]"

// doors are the names, of headers and of parameters, whose values open one.
var doors = lazyregexp.New(`(?i)^(?:proxy-)?authorization$|cookie|token|secret|passw|api-?_?key|session|assertion|credential`)

// doorWords are what doors looks for anywhere in a name.
var doorWords = []string{"cookie", "token", "secret", "passw", "apikey", "api-key", "api_key", "api-_key", "session", "assertion", "credential"}

// door reports whether the values of a name open one: doors, for a fraction of its
// price where the name is plain, as each header of each message is.
func door(name string) bool {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return doors.MatchString(name)
		}
	}
	name = strings.ToLower(name)
	return name == "authorization" || name == "proxy-authorization" ||
		slices.ContainsFunc(doorWords, func(word string) bool { return strings.Contains(name, word) })
}

// token is a signed token (RFC 7519), or what follows Bearer (RFC 6750).
var token = lazyregexp.New(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*|\b[Bb]earer +[A-Za-z0-9._~+/=-]{20,}`)

// user is the name and the password in an address (RFC 3986, 3.2.1). The second
// is of passwords with signs that should have been escaped, which no program takes
// and an error repeats: what follows the colon is no port.
var (
	user      = lazyregexp.New(`([A-Za-z][A-Za-z0-9+.-]*:\\*/\\*/)[^\s/?#"'<>\\]*@`)
	badlyUser = lazyregexp.New(`([A-Za-z][A-Za-z0-9+.-]*:\\*/\\*/)[^\s/?#"'<>:@]*:[0-9]*[^0-9\s"'<>@/?#\\][^\s"'<>]*@`)
)

// hideUsers hides names and passwords in addresses.
func hideUsers(s string) string {
	if !strings.Contains(s, "@") || !strings.Contains(s, ":/") && !strings.Contains(s, `:\/`) {
		return s
	}
	return badlyUser.ReplaceAllString(user.ReplaceAllString(s, "${1}"+Secret+"@"), "${1}"+Secret+"@")
}

// Address is an address without what opens doors: the name and the password in
// it, and parameters such as a token. Of one that is none, all that may be a
// password is left out.
func Address(address string) string {
	u, err := url.Parse(address)
	from, to := strings.Index(address, "://"), strings.LastIndex(address, "@")
	if err != nil && from >= 0 && from < to {
		address = address[:from] + "://" + Secret + address[to:]
	}
	if err == nil && u.User != nil {
		address = strings.Replace(address, u.User.String()+"@", Secret+"@", 1)
	}
	return URI(hideUsers(address))
}

// hideTokens hides tokens in the middle of a text, and who an address logs on as.
func hideTokens(s string) string {
	s = hideUsers(s)
	if !strings.Contains(s, "eyJ") && !strings.Contains(s, "earer ") {
		return s
	}
	return token.ReplaceAllString(s, Secret)
}

// Headers are the headers of a message without what opens doors: credentials,
// cookies and tokens. That they were there, and of which kind, is left.
func Headers(h map[string][]string) map[string][]string {
	if h == nil {
		return nil
	}
	out := make(map[string][]string, len(h))
	for name, values := range h {
		kept, opens := make([]string, len(values)), door(name)
		for i, v := range values {
			if kept[i] = hideTokens(v); opens {
				kept[i] = credentials(v)
			}
		}
		out[name] = kept
	}
	return out
}

// credentials keeps the scheme of an Authorization, which is no secret.
func credentials(v string) string {
	if scheme, rest, ok := strings.Cut(v, " "); ok && rest != "" && !strings.ContainsAny(scheme, "=;") {
		return scheme + " " + Secret
	}
	return Secret
}

// URI is a path with its query, without what opens doors.
func URI(uri string) string {
	path, query, ok := strings.Cut(uri, "?")
	if !ok {
		return hideTokens(uri)
	}
	parts := strings.Split(query, "&")
	for i, p := range parts {
		name, _, has := strings.Cut(p, "=")
		if plain, err := url.QueryUnescape(name); has && (err != nil || door(plain)) {
			parts[i] = name + "=" + Secret
		}
	}
	return hideTokens(path + "?" + strings.Join(parts, "&"))
}

// Text is a text without the tokens that may stand in it.
func Text(s string) string { return hideTokens(s) }
