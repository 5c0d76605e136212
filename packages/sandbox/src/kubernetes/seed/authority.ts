/**
 * The certificate of the data centre's authority: a well-formed one, so that clients can read it and take its key's hash. Its private
 * key was thrown away; the sandbox speaks plain HTTP and presents no certificate.
 */
export const authorityPem = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIUXEy3OCzehQp7/ONleFL/r4WmK3YwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjEwOTIwMTZaGA8yMTI2MTAy
ODA5MjAxNlowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABCNUR9+C8OdWAnt6tEbztRvQSgit/Woifs2LsMLVgkGQokgUJ3gu
NkAmjgfg24+eVkg5LDQapUsXfM3/rY6i2k+jUzBRMB0GA1UdDgQWBBTCw1vum9AK
GnINjcNI2qwQ3xq8VDAfBgNVHSMEGDAWgBTCw1vum9AKGnINjcNI2qwQ3xq8VDAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFrQU5CrzUQ6nWlamjUj
uRRsZx2nYak9pSXVbmjJGZibAiEArwECut+50/3myKy30DYIkLtqp3orfVHVpWbA
bARlKFk=
-----END CERTIFICATE-----
`;
