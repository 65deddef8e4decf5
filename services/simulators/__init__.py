"""Other departments, as real HTTP servers: `python -m services.simulators DEPARTMENT --port N`.

They stand in for the data services of a city's departments (`registers/`, one file each), so that a demonstration and
the tests speak to something that can be slow, wrong or gone. Nothing of the portal is imported here and nothing here is
imported by the portal; both sides know the envelope (`envelope.py`) and read one file, `cast.yaml`.

Who is asked about is invented: region 99 exists nowhere. Questions are
heard with the signature of the portal only; the control endpoint is open to the machine.
"""
