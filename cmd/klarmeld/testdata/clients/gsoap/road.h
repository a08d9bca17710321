// What soapcpp2 makes the client of: WS-Addressing, KOMBIT's RequestHeader, and an
// operation whose message and reply are the one element in the Body.
#import "wsa5.h"

//gsoap h schema namespace: http://kombit.dk/xml/schemas/RequestHeader/1/
//gsoap h schema form: qualified
struct h__RequestHeaderType {
	char *TransactionUUID 1;
};
mutable struct SOAP_ENV__Header {
	struct h__RequestHeaderType *h__RequestHeader;
};

//gsoap letter schema namespace: urn:klarmeld:brev
int __letter__send(_XML __any, struct __letter__sendResponse { _XML __any; } *);
