// Boost.JSON is used without its library: this one file is it.
#include <boost/json/src.hpp>
