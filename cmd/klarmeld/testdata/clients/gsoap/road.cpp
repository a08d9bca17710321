// gSOAP with its plugin for WS-Addressing walks the whole road: each call says what
// it is and has an ID of its own, and each reply must be addressed and relate to it.
//
// usage: road BASE_URL ROAD
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "soapH.h"
#include "wsaapi.h"

SOAP_NMAC struct Namespace namespaces[] = {
	{"SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/*/soap-envelope", NULL},
	{"SOAP-ENC", "http://schemas.xmlsoap.org/soap/encoding/", "http://www.w3.org/*/soap-encoding", NULL},
	{"xsi", "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/*/XMLSchema-instance", NULL},
	{"xsd", "http://www.w3.org/2001/XMLSchema", "http://www.w3.org/*/XMLSchema", NULL},
	{"wsa5", "http://www.w3.org/2005/08/addressing", NULL, NULL},
	{"h", "http://kombit.dk/xml/schemas/RequestHeader/1/", NULL, NULL},
	{NULL, NULL, NULL, NULL}};

static void fail(const std::string &step, const std::string &why) {
	std::cout << step << ": " << why << std::endl;
	std::exit(1);
}

// call sends a letter and returns the element in the reply's Body.
static std::string call(struct soap *soap, const std::string &step, const std::string &url, const std::string &action, const std::string &letter) {
	const char *id = soap_wsa_rand_uuid(soap);
	if (soap_wsa_request(soap, id, url.c_str(), action.c_str())) {
		fail(step, "anmodningen kan ikke adresseres");
	}
	struct h__RequestHeaderType header = {};
	std::string transaction = std::string(soap_wsa_rand_uuid(soap)).substr(9); // without urn:uuid:
	header.TransactionUUID = soap_strdup(soap, transaction.c_str());
	soap->header->h__RequestHeader = &header;
	struct __letter__sendResponse reply = {};
	if (soap_call___letter__send(soap, url.c_str(), action.c_str(), soap_strdup(soap, letter.c_str()), &reply)) {
		soap_stream_fault(soap, std::cout);
		fail(step, "kaldet fejlede");
	}
	if (soap_wsa_check(soap)) {
		soap_stream_fault(soap, std::cout);
		fail(step, "svaret er ikke adresseret");
	}
	if (!soap->header->wsa5__RelatesTo || !soap->header->wsa5__RelatesTo->__item || std::string(soap->header->wsa5__RelatesTo->__item) != id) {
		fail(step, "svaret hører ikke til anmodningen");
	}
	std::string out = reply.__any ? reply.__any : "";
	soap_destroy(soap);
	soap_end(soap);
	return out;
}

int main(int, char **argv) {
	std::ifstream road(argv[2]);
	std::map<std::string, std::string> known;
	struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
	soap_set_namespaces(soap, namespaces);
	soap_register_plugin(soap, soap_wsa);
	for (std::string line; std::getline(road, line);) {
		std::vector<std::string> part;
		std::istringstream in(line);
		for (std::string p; std::getline(in, p, '\t');) {
			part.push_back(p);
		}
		std::string letter = part[5];
		for (const auto &k : known) {
			const std::string place = "{" + k.first + "}";
			for (size_t at; (at = letter.find(place)) != std::string::npos;) {
				letter.replace(at, place.size(), k.second);
			}
		}
		const std::string reply = call(soap, part[0], argv[1] + part[1], part[2], letter);
		if (reply.find(part[3]) == std::string::npos) {
			fail(part[0], "ventede " + part[3] + ", fik\n" + reply);
		}
		const std::string before = "IdListe><sd:UUIDIdentifikator>";
		const size_t at = reply.find(before);
		if (part[4] != "-" && at != std::string::npos) {
			known[part[4]] = reply.substr(at + before.size(), 36);
		}
		std::cout << "ok " << part[0] << std::endl;
	}
	soap_free(soap);
	std::cout << "vejen er gået" << std::endl;
}
