import NIOCore
import NIOPosix
import Yams
