package recording

import "encoding/json"

// ServiceID is the identity of one of klarmeld's services. It never changes;
// the name that a service has beside it is for people.
type ServiceID string

// The services of the index.
const (
	SagDokumentIndeks ServiceID = "sagdokumentindeks-6"
	SagIndeks         ServiceID = "sagindeks-6"
	DokumentIndeks    ServiceID = "dokumentindeks-6"
)

// Services of FK Organisation, version 6.
const (
	Organisation         ServiceID = "organisation-6"
	OrganisationEnhed    ServiceID = "organisationenhed-6"
	OrganisationFunktion ServiceID = "organisationfunktion-6"
	Bruger               ServiceID = "bruger-6"
	Person               ServiceID = "person-6"
	Adresse              ServiceID = "adresse-6"
	Virksomhed           ServiceID = "virksomhed-6"
	Myndighed            ServiceID = "myndighed-6"
	ItSystem             ServiceID = "itsystem-6"
	Interessefaellesskab ServiceID = "interessefaellesskab-6"
	OrganisationSystem   ServiceID = "organisationsystem-6"
)

// Services of FK Klassifikation.
const (
	Klasse7              ServiceID = "klasse-7"
	Klassifikation       ServiceID = "klassifikation-6"
	Facet                ServiceID = "facet-6"
	Klasse6              ServiceID = "klasse-6"
	KlassifikationSystem ServiceID = "klassifikationsystem-6"
)

// STS is the token service, which every sender asks before the others.
const STS ServiceID = "sts"

// RegisterID is one of the municipality's registers, which several services
// read from.
type RegisterID string

// The registers; NoRegister is for the services of the index, and for what is
// no service.
const (
	NoRegister             RegisterID = ""
	RegisterOrganisation   RegisterID = "organisation"
	RegisterKlassifikation RegisterID = "klassifikation"
)

// Name is the register as people call it.
func (r RegisterID) Name() string {
	return map[RegisterID]string{RegisterOrganisation: "FK Organisation", RegisterKlassifikation: "FK Klassifikation"}[r]
}

// known are the services: the register that each reads from, and the name by
// which recordings knew it before they had IDs. Those names stay as they are,
// whatever a service is called now.
var known = []struct {
	id       ServiceID
	register RegisterID
	name     string
}{
	{SagDokumentIndeks, NoRegister, "SagDokumentIndeks 6"},
	{SagIndeks, NoRegister, "SagIndeks 6"},
	{DokumentIndeks, NoRegister, "DokumentIndeks 6"},
	{Organisation, RegisterOrganisation, "FK Organisation 6: Organisation"},
	{OrganisationEnhed, RegisterOrganisation, "FK Organisation 6: OrganisationEnhed"},
	{OrganisationFunktion, RegisterOrganisation, "FK Organisation 6: OrganisationFunktion"},
	{Bruger, RegisterOrganisation, "FK Organisation 6: Bruger"},
	{Person, RegisterOrganisation, "FK Organisation 6: Person"},
	{Adresse, RegisterOrganisation, "FK Organisation 6: Adresse"},
	{Virksomhed, RegisterOrganisation, "FK Organisation 6: Virksomhed"},
	{Myndighed, RegisterOrganisation, "FK Organisation 6: Myndighed"},
	{ItSystem, RegisterOrganisation, "FK Organisation 6: ItSystem"},
	{Interessefaellesskab, RegisterOrganisation, "FK Organisation 6: Interessefaellesskab"},
	{OrganisationSystem, RegisterOrganisation, "FK Organisation 6: OrganisationSystem"},
	{Klasse7, RegisterKlassifikation, "FK Klassifikation: Klasse 7"},
	{Klassifikation, RegisterKlassifikation, "FK Klassifikation 6: Klassifikation"},
	{Facet, RegisterKlassifikation, "FK Klassifikation 6: Facet"},
	{Klasse6, RegisterKlassifikation, "FK Klassifikation 6: Klasse"},
	{KlassifikationSystem, RegisterKlassifikation, "FK Klassifikation 6: KlassifikationSystem"},
}

// Register is the register that the service reads from.
func (id ServiceID) Register() RegisterID {
	for _, k := range known {
		if k.id == id {
			return k.register
		}
	}
	return NoRegister
}

// Services are those that read from the register.
func (r RegisterID) Services() []ServiceID {
	var out []ServiceID
	for _, k := range known {
		if k.register == r {
			out = append(out, k.id)
		}
	}
	return out
}

// named is the service that recordings without IDs called so; "" when there was
// none.
func named(name string) ServiceID {
	for _, k := range known {
		if k.name == name {
			return k.id
		}
	}
	return ""
}

// UnmarshalJSON reads an exchange. One that was recorded before services had
// IDs has the service's name alone.
func (x *Exchange) UnmarshalJSON(raw []byte) error {
	type plain Exchange
	if err := json.Unmarshal(raw, (*plain)(x)); err != nil {
		return err
	}
	if x.ServiceID == "" {
		x.ServiceID = named(x.Service)
	}
	return nil
}
