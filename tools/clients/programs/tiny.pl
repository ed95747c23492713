use HTTP::Tiny;
my ($url, $what) = @ARGV;
$what eq 'form' ? HTTP::Tiny->new->post_form("$url/notes", { a => 1, b => 'blue shoes' }) : HTTP::Tiny->new->get("$url/notes");
