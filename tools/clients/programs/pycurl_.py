import io, pycurl, sys
c = pycurl.Curl(); c.setopt(c.URL, sys.argv[1] + "/notes"); c.setopt(c.WRITEDATA, io.BytesIO())
if sys.argv[2] == "form": c.setopt(c.POSTFIELDS, "a=1&b=2")
c.perform()
