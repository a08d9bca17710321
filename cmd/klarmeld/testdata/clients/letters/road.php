<?php
// PHP's SoapClient walks the whole road, made from the WSDL that klarmeld serves.
//
// usage: php road.php BASE_URL ROAD
[, $base, $road] = $argv;
ini_set('soap.wsdl_cache_enabled', '0');
$known = [];
$clients = [];
foreach (file($road, FILE_IGNORE_NEW_LINES) as $line) {
    [$step, $path, $action, $want, $learn, $body] = explode("\t", $line);
    foreach ($known as $name => $value) {
        $body = str_replace('{' . $name . '}', $value, $body);
    }
    $client = $clients[$path] ??= new SoapClient("$base$path?wsdl", ['trace' => true]);
    $id = sprintf('%s-%s-4%s-8%s-%s', bin2hex(random_bytes(4)), bin2hex(random_bytes(2)), substr(bin2hex(random_bytes(2)), 1), substr(bin2hex(random_bytes(2)), 1), bin2hex(random_bytes(6)));
    $client->__setSoapHeaders(new SoapHeader('http://kombit.dk/xml/schemas/RequestHeader/1/', 'RequestHeader', ['TransactionUUID' => $id]));
    try {
        $client->__soapCall(basename($action), [new SoapVar($body, XSD_ANYXML)]);
    } catch (SoapFault $f) {
        exit("$step: " . $f->getMessage() . "\n" . $client->__getLastRequest() . "\n");
    }
    $reply = $client->__getLastResponse();
    if (!str_contains($reply, $want)) {
        echo "$step: ventede $want, fik\n$reply\n";
        exit(1);
    }
    if ($learn !== '-' && preg_match('~IdListe><sd:UUIDIdentifikator>([^<]+)~', $reply, $m)) {
        $known[$learn] = $m[1];
    }
    echo "ok $step\n";
}
echo "vejen er gået\n";
