# Sends Ethernet frames as they are, one per line of input in hexadecimal: send-frames.pl DEVICE. Prints how many left.
# perl-base is on every Debian; a packet socket needs nothing more.
use strict;
use Socket qw(SOCK_RAW);

use constant AF_PACKET => 17;

my ($device) = @ARGV;
open(my $file, '<', "/sys/class/net/$device/ifindex") or die "no device $device: $!\n";
my $index = <$file>;
# struct sockaddr_ll of packet(7); the kernel asks only for family and index.
my $to = pack('S n i S C C a8', AF_PACKET, 0, $index, 0, 0, 6, '');
socket(my $socket, AF_PACKET, SOCK_RAW, 0) or die "no packet socket: $!\n";
my $sent = 0;
while (my $line = <STDIN>) {
  chomp $line;
  defined send($socket, pack('H*', $line), 0, $to) or die "not sent: $!\n";
  $sent++;
}
print "$sent\n";
