# SOAP::Lite walks the whole road. It makes the envelope, the headers and the
# operation's element; what is in the element is the letter's.
#
# usage: perl road.pl BASE_URL ROAD
use strict;
use warnings;
use utf8;
use SOAP::Lite;

binmode STDOUT, ':encoding(UTF-8)';

my ($base, $road) = @ARGV;
my %known;
open my $in, '<:encoding(UTF-8)', $road or die "$road: $!";
while (my $line = <$in>) {
    chomp $line;
    my ($step, $path, $action, $want, $learn, $body) = split /\t/, $line;
    $body =~ s/\{(\w+)\}/$known{$1}/g;
    my ($tag, $attributes, $content) = $body =~ m{^<([\w:-]+)([^>]*)>(.*)</\1>$}s or die "$step: intet element";
    my %attributes = $attributes =~ m{([\w:]+)="([^"]*)"}g;
    my $id = join '-', map { join '', map { sprintf '%x', int rand 16 } 1 .. $_ } 8, 4, 4, 4, 12;
    my $soap = SOAP::Lite->proxy($base . $path)->on_action(sub { qq("$action") })->autotype(0)->outputxml(1);
    my $reply = $soap->call(
        SOAP::Data->name($tag)->attr(\%attributes),
        SOAP::Data->name('indhold')->type('xml')->value($content),
        SOAP::Header->name('h:RequestHeader' => \SOAP::Data->name('h:TransactionUUID' => $id))->attr({'xmlns:h' => 'http://kombit.dk/xml/schemas/RequestHeader/1/'}),
    );
    utf8::decode($reply) unless utf8::is_utf8($reply);
    if (index($reply, $want) < 0) {
        print "$step: ventede $want, fik\n$reply\n";
        exit 1;
    }
    $known{$learn} = $1 if $learn ne '-' && $reply =~ m{IdListe><sd:UUIDIdentifikator>([^<]+)};
    print "ok $step\n";
}
print "vejen er gået\n";
