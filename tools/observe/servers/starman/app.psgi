# The handler: 200 at /ok, else 404 or 405, each answer marked.
sub {
    my $env = shift;
    1 while $env->{'psgi.input'}->read(my $part, 65536);
    my $known  = $env->{REQUEST_METHOD} =~ /^(GET|HEAD|POST)$/;
    my $status = $env->{PATH_INFO} ne '/ok' ? 404 : $known ? 200 : 405;
    return [$status, ['X-App' => 1, 'Content-Type' => 'text/plain'], ["$status\n"]];
}
