package judge_test

import "testing"

// readsUser lets the system read a user in FK Organisation.
func readsUser(id string) turn {
	return func(s *stage) {
		s.post(s.system, "/organisation/bruger/6", envelope(`<b:LaesInput xmlns:b="http://stoettesystemerne.dk/organisation/bruger/6/" xmlns:sd="urn:oio:sagdok:3.0.0">`+uid(id)+`</b:LaesInput>`))
	}
}

// proseTalks are of what the rows' text and the general guidance say.
func proseTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	byURN := change(t, sag, uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001"))
	filled := func(s string) string {
		return change(t, sag, "<si:Foelsomhed>", s+"<si:Foelsomhed>")
	}
	return []talk{
		{"vaerdi.tomt-element", [][]turn{{send(filled("<si:Sagsstatus>Afventer</si:Sagsstatus>"))}}, []broken{
			one("one", send(filled("<si:Sagsstatus/>"))),
			one("blanks", send(filled("<si:Sagsstatus> </si:Sagsstatus>"))),
		}},
		{"relation.rolle-af-anden-relation", [][]turn{{send(sag)}}, []broken{
			one("a part's", send(edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"}.apply(t, sag))).also("sag.sagsklasse.handlingsklasse.forekomst"),
			one("a type", send(edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: "267235ea-526d-4a18-8001-f2a0e563eba1"}.apply(t, sag))).also("sag.sagsklasse.handlingsklasse.forekomst"),
		}},
		{"reference.bruger-skal-have-uuid", [][]turn{{send(byURN), readsUser(laura)}, {readsUser(laura), send(sag)}, {readsUser(laura), send(change(t, byURN, "kbk0001", "v-778812"))}}, []broken{
			one("the key", readsUser(laura), send(byURN)),
			one("the key in capitals", readsUser(laura), send(change(t, byURN, "kbk0001", "KBK0001"))),
			one("the UUID in a URN", readsUser(laura), send(change(t, byURN, "kbk0001", laura))),
		}},
	}
}
