"""What the web server takes wherever it is started; the command says where and how many."""

# Addresses without what follows the question mark: nobody's search words are kept in a log.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
